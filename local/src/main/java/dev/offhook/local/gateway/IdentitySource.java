package dev.offhook.local.gateway;

/**
 * One value that an authorizer needs to see in the handshake.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers-authorizerid.html">identitySource</a>
 */
sealed interface IdentitySource {
  /** A parameter of the query string, by its exact name. */
  record QueryParameter(String name) implements IdentitySource {}

  /** A header, whatever the case of its name. */
  record Header(String name) implements IdentitySource {}

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException for an expression that is neither a header nor a query
   *     parameter
   */
  static IdentitySource parse(String expression) {
    String query = "route.request.querystring.";
    String header = "route.request.header.";
    if (expression.startsWith(query) && expression.length() > query.length()) {
      return new QueryParameter(expression.substring(query.length()));
    }
    if (expression.startsWith(header) && expression.length() > header.length()) {
      return new Header(expression.substring(header.length()));
    }
    throw new IllegalArgumentException("unsupported identity source: " + expression);
  }
}
