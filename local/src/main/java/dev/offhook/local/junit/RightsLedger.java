package dev.offhook.local.junit;

import dev.offhook.local.iam.Access;
import dev.offhook.local.iam.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the functions of all the stacks of a run may do, and what of it they did: a right that a
 * whole suite has no use for is one too many. Tests and constructors of classes with {@link
 * OffhookStack} take it as a parameter.
 */
public final class RightsLedger {
  private final List<Access> stacks = new ArrayList<>();
  private final Set<Class<?>> classes = ConcurrentHashMap.newKeySet();

  RightsLedger() {}

  synchronized void add(Access access) {
    stacks.add(access);
  }

  void add(Class<?> testClass) {
    classes.add(testClass);
  }

  /** The test classes that had a stack until now. */
  public Set<Class<?>> classes() {
    return Set.copyOf(classes);
  }

  /** The rights that no function of any stack has used until now. */
  public synchronized SortedSet<Right> unused() {
    SortedSet<Right> unused = rights();
    unused.removeAll(used());
    return unused;
  }

  /** The rights that a function of any stack has used until now. */
  public synchronized SortedSet<Right> used() {
    SortedSet<Right> used = new TreeSet<>();
    stacks.forEach(access -> used.addAll(access.usedRights()));
    return used;
  }

  /** The rights that allow more than they would have to, used or not. */
  public synchronized List<Right> wide() {
    return rights().stream().filter(Right::isWide).toList();
  }

  private SortedSet<Right> rights() {
    SortedSet<Right> rights = new TreeSet<>();
    stacks.forEach(access -> rights.addAll(access.rights()));
    return rights;
  }
}
