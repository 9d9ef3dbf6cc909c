package dev.offhook.local.iam;

/** What policies say about a request. */
public sealed interface Decision {

  /**
   * It may be done.
   *
   * @param right by which
   */
  record Allowed(Right right) implements Decision {}

  /**
   * It may not be done.
   *
   * @param isExplicit whether a statement denies it; else none allows it
   */
  record Denied(FunctionRole role, Request request, boolean isExplicit) implements Decision {

    /** Who asked, as AWS names a function's session of its role. */
    public String principal() {
      return Arns.assumedRole(role.roleName(), role.functionName());
    }

    /**
     * What AWS's services answer.
     *
     * @param action as the service writes it
     */
    public String message(String action) {
      String because =
          isExplicit
              ? " with an explicit deny in an identity-based policy"
              : " because no identity-based policy allows the " + action + " action";
      return notAuthorized(action, request.resource()) + because;
    }

    /** The beginning of it, with which the older services make do. */
    public String notAuthorized(String action, String resource) {
      return "User: "
          + principal()
          + " is not authorized to perform: "
          + action
          + " on resource: "
          + resource;
    }
  }
}
