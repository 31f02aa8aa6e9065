package io.drillmaster.lab.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lab's validation, by the definitions that the operators really ship. */
@Tag("peers")
class CrdSchemasPeersIT {
  private final CrdSchemas schemas = CrdSchemas.fromEnvironment();

  private List<String> problems(String yaml) {
    List<ObjectNode> objects = Json.documents(yaml);
    CrdSchemas.Verdict verdict = schemas.judge(objects);
    assertThat(verdict.judged()).isEqualTo(objects.size());
    return verdict.problems();
  }

  private static String cluster(String spec) {
    return """
        apiVersion: postgresql.cnpg.io/v1
        kind: Cluster
        metadata: {name: postgres, namespace: databases}
        spec: %s
        """
        .formatted(spec);
  }

  @Test
  void acceptsAProperCluster() {
    assertThat(problems(cluster("{instances: 3, storage: {size: 10Gi}}"))).isEmpty();
  }

  @Test
  void findsWhatTheSchemaForbids() {
    assertThat(problems(cluster("{instances: 0}")))
        .containsExactly(
            "Cluster databases/postgres: spec.instances: Invalid value: 0: spec.instances in body"
                + " should be greater than or equal to 1");
    assertThat(problems(cluster("{instances: 1, instanses: 2}")))
        .containsExactly("Cluster databases/postgres: unknown field \"spec.instanses\"");
  }

  @Test
  void evaluatesTheRulesOfTheOperators() {
    String store =
        """
        apiVersion: barmancloud.cnpg.io/v1
        kind: ObjectStore
        metadata: {name: s, namespace: databases}
        spec: {configuration: {destinationPath: 's3://b/', serverName: x}}
        """;
    assertThat(problems(store))
        .containsExactly(
            "ObjectStore databases/s: spec.configuration.serverName: Forbidden: use the"
                + " 'serverName' plugin parameter in the Cluster resource");
    assertThat(
            problems(
                cluster(
                    "{instances: 1, imageName: i, imageCatalogRef: {apiGroup: a, kind: ImageCatalog, name: n, major: 17}}")))
        .isNotEmpty();
  }

  @Test
  void judgesReplicationSources() {
    String source =
        """
        apiVersion: volsync.backube/v1alpha1
        kind: ReplicationSource
        metadata: {name: n8n, namespace: business}
        spec:
          sourcePVC: n8n
          trigger: {schedule: '%s'}
          restic: {repository: n8n-volsync, copyMethod: Snapshot, cacheCapacity: 1Gi, retain: {daily: 7}}
        """;
    assertThat(problems(source.formatted("0 */8 * * *"))).isEmpty();
    assertThat(problems(source.formatted("whenever"))).hasSize(1);
  }
}
