package io.drillmaster.lab.sso;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The OAuth2 providers of the applications, which share a signing key. */
final class Providers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Clock clock;
  private final List<LabClient> clients;
  private final Set<SsoTrouble> troubles;
  private final SigningKey first = SigningKey.create();
  private final SigningKey other = SigningKey.create();
  private volatile SigningKey current = first;
  private volatile boolean both;
  private volatile boolean secretChanged;

  Providers(Clock clock, List<LabClient> clients, Set<SsoTrouble> troubles) {
    this.clock = clock;
    this.clients = List.copyOf(clients);
    this.troubles = troubles;
  }

  record Answer(int status, String body) {}

  void exchangeKeys() {
    current = other;
  }

  void addKey() {
    current = other;
    both = true;
  }

  void changeSecret() {
    secretChanged = true;
  }

  void heal() {
    current = first;
    both = false;
    secretChanged = false;
  }

  /** Discovery documents and key sets by their paths. */
  Map<String, String> documents(String url) {
    Map<String, String> documents = new HashMap<>();
    for (LabClient client : clients) {
      String base = "/application/o/" + client.slug();
      if (!troubles.contains(SsoTrouble.NO_PROVIDER)) {
        documents.put(base + "/.well-known/openid-configuration", discovery(url, client));
      }
      if (!troubles.contains(SsoTrouble.KEYS_AWAY)) {
        boolean none = troubles.contains(SsoTrouble.NO_SIGNING_KEY);
        documents.put(base + "/jwks/", none ? "{}" : keySet());
      }
    }
    return documents;
  }

  private String keySet() {
    return both ? SigningKey.keySet(first, other) : SigningKey.keySet(current);
  }

  private String issuer(String url, LabClient client) {
    String host =
        troubles.contains(SsoTrouble.OTHER_ISSUER) ? "http://authentik-server.sso.svc:9000" : url;
    return host + "/application/o/" + client.slug() + "/";
  }

  private String discovery(String url, LabClient client) {
    String shared = url + "/application/o/";
    boolean none = troubles.contains(SsoTrouble.NO_SIGNING_KEY);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer(url, client));
    document.put("authorization_endpoint", shared + "authorize/");
    document.put(
        "token_endpoint",
        troubles.contains(SsoTrouble.OTHER_HOST)
            ? "https://login.example.org/application/o/token/"
            : shared + "token/");
    document.put("userinfo_endpoint", shared + "userinfo/");
    document.put("end_session_endpoint", shared + client.slug() + "/end-session/");
    document.put("introspection_endpoint", shared + "introspect/");
    document.put("revocation_endpoint", shared + "revoke/");
    if (!troubles.contains(SsoTrouble.NO_KEYS_NAMED)) {
      document.put("jwks_uri", shared + client.slug() + "/jwks/");
    }
    document.put("response_types_supported", List.of("code", "id_token", "id_token token"));
    document.put("grant_types_supported", List.of("authorization_code", "client_credentials"));
    document.put("id_token_signing_alg_values_supported", List.of(none ? "HS256" : "RS256"));
    document.put("subject_types_supported", List.of("public"));
    document.put("scopes_supported", List.of("openid", "profile", "email"));
    String text = json(document);
    boolean half = troubles.contains(SsoTrouble.HALF_A_DOCUMENT);
    return half ? text.substring(0, text.length() / 2) : text;
  }

  /**
   * @param form as it was posted
   */
  Answer token(String form, String url) {
    Map<String, String> fields = fields(form);
    LabClient client =
        clients.stream()
            .filter(one -> one.id().equals(fields.get("client_id")))
            .findFirst()
            .orElse(null);
    if (client == null) {
      return refused("invalid_client");
    }
    if (troubles.contains(SsoTrouble.GRANT_REFUSED)
        || !"client_credentials".equals(fields.get("grant_type"))) {
      return refused("unsupported_grant_type");
    }
    boolean known =
        client.account().isEmpty()
            ? client.secret().equals(fields.get("client_secret"))
            : client.account().equals(fields.get("username"))
                && client.secret().equals(fields.get("password"));
    if (!known || secretChanged) {
      return refused("invalid_grant");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", signed(claims(url, client), client));
    answer.put("token_type", "Bearer");
    answer.put("expires_in", 300);
    answer.put("scope", "openid");
    return new Answer(200, json(answer));
  }

  private static Answer refused(String error) {
    return new Answer(
        400, json(Map.of("error", error, "error_description", "said by the server alone")));
  }

  private JWTClaimsSet claims(String url, LabClient client) {
    Instant now = clock.instant();
    boolean expired = troubles.contains(SsoTrouble.EXPIRED_TOKEN);
    Instant issued = expired ? now.minus(Duration.ofDays(1)) : now;
    return new JWTClaimsSet.Builder()
        .issuer(issuer(url, client))
        .subject("ak-" + client.slug() + "-client_credentials")
        .audience(troubles.contains(SsoTrouble.OTHER_AUDIENCE) ? "somebody-else" : client.id())
        .issueTime(Date.from(issued))
        .expirationTime(Date.from(issued.plus(Duration.ofMinutes(5))))
        .build();
  }

  private String signed(JWTClaimsSet claims, LabClient client) {
    if (troubles.contains(SsoTrouble.NO_SIGNING_KEY)) {
      return SigningKey.signWithSecret(client.secret().repeat(3), claims);
    }
    if (troubles.contains(SsoTrouble.FOREIGN_SIGNATURE)) {
      return other.sign(claims);
    }
    if (troubles.contains(SsoTrouble.FORGED_SIGNATURE)) {
      return other.signAs(first.key().getKeyID(), claims);
    }
    return current.sign(claims);
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new HashMap<>();
    for (String field : form.split("&")) {
      String[] parts = field.split("=", 2);
      if (parts.length == 2) {
        fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
