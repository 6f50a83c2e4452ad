package org.ringside.devices;

import org.ringside.machine.Line;

/** A device that other devices' interrupt lines lead to. A board wires them: {@code irq plic 10}. */
public interface InterruptController {

	/**
	 * The input of that number. Its driver owns the line; each input has one driver.
	 *
	 * @throws IllegalArgumentException if the controller has no such input, with the legal numbers
	 */
	Line input(int number);
}
