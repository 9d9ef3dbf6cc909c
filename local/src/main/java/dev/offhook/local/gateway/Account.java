package dev.offhook.local.gateway;

/**
 * The AWS account and region that ARNs and events name.
 *
 * @param id twelve digits
 * @param region like {@code us-east-1}
 */
public record Account(String id, String region) {
  /** An account for those who have none. */
  public static final Account LOCAL = new Account("000000000000", "us-east-1");

  public Account {
    if (!id.matches("[0-9]{12}")) {
      throw new IllegalArgumentException("not an account id: " + id);
    }
  }
}
