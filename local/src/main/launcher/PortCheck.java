import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Refuses a port that can't be listened on, in one line; run from source by the launcher. */
public final class PortCheck {

  private PortCheck() {}

  public static void main(String[] arguments) {
    try (ServerSocket socket = new ServerSocket()) {
      int port = Integer.parseInt(arguments[0]);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException taken) {
      fail(1, "port " + arguments[0] + " is already in use: choose another with --port");
    } catch (IllegalArgumentException notAPort) {
      fail(2, "--port takes a number from 0 to 65535");
    }
  }

  private static void fail(int exitCode, String message) {
    System.err.println("offhook: " + message);
    System.exit(exitCode);
  }
}
