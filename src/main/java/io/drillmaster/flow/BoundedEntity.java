package io.drillmaster.flow;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** A body that fails when it is longer than allowed, instead of filling the memory. */
final class BoundedEntity extends HttpEntityWrapper {
  private final int limit;
  private final Runnable tooBig;
  private final Runnable closed;
  private InputStream content;

  /**
   * @param limit in bytes
   * @param tooBig called once the body turns out to be longer; ends the connection, because closing
   *     the body would read the rest of it
   * @param closed called when the body is closed
   */
  BoundedEntity(HttpEntity entity, int limit, Runnable tooBig, Runnable closed) {
    super(entity);
    this.limit = limit;
    this.tooBig = tooBig;
    this.closed = closed;
  }

  @Override
  public InputStream getContent() throws IOException {
    if (content == null) {
      InputStream whole = super.getContent();
      content = whole == null ? InputStream.nullInputStream() : new Bounded(whole);
    }
    return content;
  }

  @Override
  public void close() throws IOException {
    closed.run();
    super.close();
  }

  private final class Bounded extends FilterInputStream {
    private long taken;

    Bounded(InputStream whole) {
      super(whole);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      count(Math.max(count, 0));
      return count;
    }

    private void count(int more) throws IOException {
      taken += more;
      if (taken > limit) {
        tooBig.run();
        throw new IOException("an answer of more than " + limit + " bytes");
      }
    }

    @Override
    public long skip(long count) throws IOException {
      return read(new byte[(int) Math.min(count, 8192)]);
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() throws IOException {
      closed.run();
      super.close();
    }
  }
}
