package org.ringside.machine;

/**
 * A device as the bus sees it: registers at offsets. A device knows its offsets and what it was handed when it was made
 * (a {@link DeviceContext}: clock, lines, ports), nothing else: not its address, not its guest, no thread and no host
 * time. Handlers run to completion between two steps.
 *
 * <p>A guest can do anything at any time: every offset and width inside the device's size must be answered or refused
 * by {@link BusError}, and nothing else may be thrown.
 *
 * @param <S> the record that holds all of the device's state
 */
public interface Device<S extends Record> extends Component<S> {

	/**
	 * Reads a register.
	 *
	 * @param offset bytes from the device's first
	 * @param width 1, 2, 4 or 8 bytes
	 * @return the value, in the low {@code width} bytes
	 */
	long read(long offset, int width);

	/** Writes a register; only the low {@code width} bytes of the value count. */
	void write(long offset, int width, long value);

	/** Returns to the state after power-on. */
	void reset();
}
