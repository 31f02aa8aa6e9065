-- Runs are lists of events; the columns of run are only what runs are looked up by.
create table run (
    number     bigint generated always as identity unique,
    id         varchar(32) primary key,
    cluster    varchar(253) not null,
    kind       varchar(100) not null,
    started_at timestamp(6) with time zone not null,
    is_open    boolean not null
);
create index run_started on run (started_at);

create table run_event (
    run_id   varchar(32) not null references run (id) on delete cascade,
    position integer not null,
    json     text not null,
    primary key (run_id, position)
);

create table run_key (
    name        varchar(200) primary key,
    fingerprint varchar(64) not null,
    run_id      varchar(32) not null,
    used_at     timestamp(6) with time zone not null
);

-- The latest results of each target; the newest one is where it stands.
create table result (
    number     bigint generated always as identity primary key,
    probe      varchar(100) not null,
    cluster    varchar(253) not null,
    kind       varchar(100) not null,
    namespace  varchar(253) not null,
    name       varchar(253) not null,
    status     varchar(20) not null,
    started_at timestamp(6) with time zone not null,
    since      timestamp(6) with time zone not null,
    json       text not null
);
create index result_target on result (probe, cluster, kind, namespace, name, number);
create index result_started on result (started_at);
