package org.ringside.cli.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/** A print stream that knows why it failed, since what a command says may be a user's only result. */
final class Output extends PrintStream {

	private final Sink sink;

	Output(OutputStream to, Charset charset) {
		this(new Sink(to), charset);
	}

	private Output(Sink sink, Charset charset) {
		super(new BufferedOutputStream(sink), false, charset);
		this.sink = sink;
	}

	/** What was first in the way of writing; asked after a flush it is known of everything. */
	Optional<IOException> failure() {
		return sink.failure;
	}

	/** Notes the first failure, after which nothing is written: a gap would be worse than an end. */
	private static final class Sink extends OutputStream {

		private final OutputStream to;
		private volatile Optional<IOException> failure = Optional.empty();

		Sink(OutputStream to) {
			this.to = to;
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			if (failure.isPresent()) {
				return;
			}
			try {
				to.write(bytes, offset, length);
			} catch (IOException e) {
				failure = Optional.of(e);
				throw e;
			}
		}

		@Override
		public void flush() throws IOException {
			if (failure.isEmpty()) {
				to.flush();
			}
		}
	}
}
