package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.tools.Script;
import org.projectnessie.cel.tools.ScriptException;
import org.projectnessie.cel.tools.ScriptHost;

/** The rules of {@code x-kubernetes-validations}, each compiled once. */
final class Cel {
  private static final Pattern OLD = Pattern.compile("\\boldSelf\\b");
  private static final Map<String, Script> COMPILED = new ConcurrentHashMap<>();

  private Cel() {}

  /**
   * Whether the rule holds. A rule about the change ({@code oldSelf}) holds where there is nothing
   * to compare with.
   *
   * @throws IllegalStateException if the rule cannot be compiled or evaluated
   */
  static boolean holds(String rule, JsonNode self, Optional<JsonNode> oldSelf) {
    boolean transition = OLD.matcher(rule).find();
    if (transition && oldSelf.isEmpty()) {
      return true;
    }
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("self", Json.MAPPER.convertValue(self, Object.class));
    oldSelf.ifPresent(old -> arguments.put("oldSelf", Json.MAPPER.convertValue(old, Object.class)));
    try {
      return COMPILED.computeIfAbsent(rule, Cel::compile).execute(Boolean.class, arguments);
    } catch (ScriptException e) {
      throw new IllegalStateException("rule cannot be evaluated: " + rule, e);
    }
  }

  private static Script compile(String rule) {
    try {
      return ScriptHost.newBuilder()
          .build()
          .buildScript(rule)
          .withDeclarations(Decls.newVar("self", Decls.Dyn), Decls.newVar("oldSelf", Decls.Dyn))
          .build();
    } catch (ScriptException e) {
      throw new IllegalStateException("rule cannot be compiled: " + rule, e);
    }
  }
}
