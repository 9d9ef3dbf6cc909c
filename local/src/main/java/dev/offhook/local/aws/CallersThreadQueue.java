package dev.offhook.local.aws;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteJob;
import com.almworks.sqlite4java.SQLiteQueue;
import dev.offhook.local.StackStartException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;

/**
 * DynamoDB Local's queue of jobs for SQLite, without the thread behind it: who has a job does it,
 * one at a time. DynamoDB Local keeps one connection in one thread, to which it hands each of the
 * many small jobs of a request, and waits. Beside two browsers on two processors the waiting is
 * most of what a request takes.
 *
 * <p>What belongs together is still together: a transaction holds DynamoDB Local's own lock, in the
 * thread that has the request, until it is over.
 */
final class CallersThreadQueue extends SQLiteQueue {
  private static final Field CONNECTION = field(SQLiteQueue.class, "myConnection");
  private static final Field CONFINEMENT = field(SQLiteConnection.class, "myConfinement");

  private final SQLiteQueue before;
  private final SQLiteConnection connection;
  private final Object threadBefore;
  private final ReentrantLock one = new ReentrantLock();

  private CallersThreadQueue(SQLiteQueue before) throws IllegalAccessException {
    this.before = before;
    this.connection = (SQLiteConnection) CONNECTION.get(before);
    this.threadBefore = CONFINEMENT.get(connection);
    CONNECTION.set(this, connection);
  }

  /**
   * Has this database do its jobs in its callers' threads. Neither it nor SQLite's driver has a
   * door for that: a version that is made otherwise is told so at the start.
   */
  static void install(LocalDynamoDBRequestHandler requests) {
    try {
      Method client =
          LocalDynamoDBRequestHandler.class.getDeclaredMethod("getHandler", String.class);
      Object access = field(LocalDBClient.class, "dbAccess").get(open(client).invoke(requests, ""));
      Field queue = field(SQLiteDBAccess.class, "queue");
      queue.set(access, new CallersThreadQueue((SQLiteQueue) queue.get(access)));
    } catch (ReflectiveOperationException e) {
      throw new StackStartException("DynamoDB Local is made otherwise than was expected", e);
    }
  }

  @Override
  public <T, J extends SQLiteJob<T>> J execute(J job) {
    one.lock();
    try {
      CONFINEMENT.set(connection, Thread.currentThread());
      done(job);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } finally {
      one.unlock();
    }
    return job;
  }

  /** A job that failed keeps why, and tells it to who asks for its result. */
  private void done(SQLiteJob<?> job) {
    try {
      executeJob(job);
    } catch (Throwable e) {
      rollback();
    }
  }

  /** Gives the connection back to the thread that it came from, which closes it. */
  @Override
  public SQLiteQueue stop(boolean gracefully) {
    one.lock();
    try {
      CONFINEMENT.set(connection, threadBefore);
      before.stop(gracefully);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    } finally {
      one.unlock();
    }
    return this;
  }

  private static Field field(Class<?> type, String name) {
    try {
      return open(type.getDeclaredField(name));
    } catch (NoSuchFieldException e) {
      throw new StackStartException("DynamoDB Local is made otherwise than was expected", e);
    }
  }

  private static <T extends AccessibleObject> T open(T member) {
    member.setAccessible(true);
    return member;
  }
}
