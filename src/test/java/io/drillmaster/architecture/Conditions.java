package io.drillmaster.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.BiPredicate;

/** Conditions that ArchUnit does not have. */
final class Conditions {
  private Conditions() {}

  static ArchCondition<JavaClass> forEachDependency(
      String description, BiPredicate<JavaClass, JavaClass> allowed) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
          if (!allowed.test(dependency.getOriginClass(), dependency.getTargetClass())) {
            events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
          }
        }
      }
    };
  }

  static ArchCondition<JavaClass> haveConstructorsOfAtMost(int parameters) {
    return new ArchCondition<>("have at most " + parameters + " constructor parameters") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (JavaConstructor constructor : item.getConstructors()) {
          if (constructor.getRawParameterTypes().size() > parameters) {
            events.add(SimpleConditionEvent.violated(item, constructor.getFullName()));
          }
        }
      }
    };
  }
}
