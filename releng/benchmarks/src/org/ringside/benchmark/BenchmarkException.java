package org.ringside.benchmark;

/** A benchmark that cannot go on. The message is one line: what, where and the mend. */
final class BenchmarkException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	BenchmarkException(String message) {
		super(message);
	}
}
