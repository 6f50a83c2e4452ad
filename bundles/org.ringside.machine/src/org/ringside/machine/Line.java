package org.ringside.machine;

/**
 * An interrupt line: a level, driven by one source and seen by one sink. A controller may answer an acknowledge with a
 * vector or another payload; plain lines answer 0.
 */
public final class Line {

	/** A line that leads nowhere. */
	public static Line unconnected() {
		return new Line(high -> {
		});
	}

	/** What a line leads to: a pin of a hart, an input of a controller. */
	@FunctionalInterface
	public interface Sink {
		void level(boolean high);

		/** The line is high for another reason, or for one that goes on. */
		default void signal() {
			// most sinks look at the level
		}
	}

	/** What the driver of a line says when it is acknowledged: a vector, or another payload. */
	@FunctionalInterface
	public interface Acknowledge {
		int acknowledge();
	}

	private final Sink sink;
	private Acknowledge source = () -> 0;
	private boolean high;

	public Line(Sink sink) {
		this.sink = sink;
	}

	/** Drives the line. Driving it to the level it has is not seen by the sink. */
	public void set(boolean high) {
		if (this.high != high) {
			this.high = high;
			sink.level(high);
		}
	}

	/** The source has another reason for the level that it drives, or one that goes on: of interest where a sink latches it. */
	public void signal() {
		if (high) {
			sink.signal();
		}
	}

	/** The level now. */
	public boolean high() {
		return high;
	}

	/** To be called by the driver of the line, once, if it has something to say when acknowledged. */
	public void onAcknowledge(Acknowledge source) {
		this.source = source;
	}

	/** Acknowledges the interrupt: the vector or payload of its driver. */
	public int acknowledge() {
		return source.acknowledge();
	}

	/** Sets the level without telling the sink, whose own state says what it saw: for restoring only. */
	public void restore(boolean high) {
		this.high = high;
	}
}
