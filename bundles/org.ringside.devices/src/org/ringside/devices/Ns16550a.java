package org.ringside.devices;

import org.osgi.service.component.annotations.Component;
import org.ringside.devices.fdt.FdtContext;
import org.ringside.devices.fdt.FdtDescribed;
import org.ringside.devices.fdt.FdtNode;
import org.ringside.machine.BusError;
import org.ringside.machine.Clock;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.Line;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

/**
 * National Semiconductor's NS16550A UART with FIFOs (data sheet of June 1995; names of registers and bits are its
 * own). Registers are a byte apart. A wider access reads or writes the one register at its address, as in QEMU.
 *
 * <p>What is sent leaves at once: the transmitter is always empty. What is received comes from the line as soon as
 * there is room for it, so that nothing is ever overrun; the line paces it. Both ends of the line are ready all
 * the time and no byte has an error, so that there are no breaks and no changes of the modem's lines to report.
 */
public final class Ns16550a implements Device<Ns16550a.State>, FdtDescribed {

	// offsets; the first two are the divisor's while DLAB is set
	private static final int RBR_THR = 0;
	private static final int IER = 1;
	private static final int IIR_FCR = 2;
	private static final int LCR = 3;
	private static final int MCR = 4;
	private static final int LSR = 5;
	private static final int MSR = 6;
	private static final int SCR = 7;
	private static final int REGISTERS = 8;
	private static final long SIZE = 0x100;

	private static final int IER_ERBFI = 0x01;
	private static final int IER_ETBEI = 0x02;
	private static final int IER_ELSI = 0x04;
	private static final int IER_BITS = 0x0f;

	private static final int IIR_NONE = 0x01;
	private static final int IIR_LINE_STATUS = 0x06;
	private static final int IIR_DATA = 0x04;
	private static final int IIR_TIMEOUT = 0x0c;
	private static final int IIR_EMPTY = 0x02;
	private static final int IIR_FIFOS = 0xc0;

	private static final int FCR_ENABLE = 0x01;
	private static final int FCR_RESET_RECEIVER = 0x02;
	private static final int FCR_RESET_TRANSMITTER = 0x04;
	/** Bits that can be read back, were they readable: enable, DMA mode, trigger level. */
	private static final int FCR_BITS = 0xc9;
	private static final int[] TRIGGER_LEVELS = { 1, 4, 8, 14 };
	private static final int FIFO = 16;

	private static final int LCR_WORD_LENGTH = 0x03;
	private static final int LCR_STB = 0x04;
	private static final int LCR_PEN = 0x08;
	private static final int LCR_DLAB = 0x80;

	private static final int MCR_DTR = 0x01;
	private static final int MCR_RTS = 0x02;
	private static final int MCR_OUT2 = 0x08;
	private static final int MCR_OUTS = 0x0c;
	private static final int MCR_LOOP = 0x10;
	private static final int MCR_BITS = 0x1f;

	private static final int LSR_DR = 0x01;
	private static final int LSR_OE = 0x02;
	private static final int LSR_EMPTY = 0x60;

	/** CTS, DSR and DCD. */
	private static final int MSR_READY = 0xb0;

	/** After power-on, 9600 baud from the PC's 1.8432 MHz. */
	private static final int DIVISOR = 12;

	/** @param clock Hz of the crystal */
	public record Options(@Option(help = "Frequency of the UART's crystal, in Hz.", value = "3686400") int clock) {

		public Options {
			if (clock < 16) {
				throw new IllegalArgumentException("clock=" + clock + ": choose a frequency of at least 16 Hz");
			}
		}
	}

	/**
	 * @param received what the guest has not yet read, oldest first
	 * @param emptyPending the transmitter became empty and IIR did not yet say so
	 * @param deadline of the receiver's timeout, nanoseconds on the device's clock
	 */
	public record State(int ier, int fcr, int lcr, int mcr, int scr, int divisor, int holding, boolean ready,
			boolean overrun, byte[] received, boolean emptyPending, boolean timedOut, long deadline) {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "ns16550a", label = "NS16550A UART: a serial line with FIFOs")
	public static final class Maker implements DeviceMaker<Options> {

		@Override
		public Class<Options> options() {
			return Options.class;
		}

		@Override
		public long size() {
			return SIZE;
		}

		@Override
		public Ns16550a create(Options options, DeviceContext context) {
			return new Ns16550a(options, context);
		}
	}

	private final int crystal;
	private final DeviceContext.Serial serial;
	private final Line irq;
	private final Clock clock;
	private final Clock.Timer timeout;
	private final byte[] fifo = new byte[FIFO];
	private int head;
	private int count;
	private int ier;
	private int fcr;
	private int lcr;
	private int mcr;
	private int scr;
	private int divisor;
	/** What RBR answers without FIFOs. */
	private int holding;
	private boolean ready;
	private boolean overrun;
	private boolean emptyPending;
	private boolean timedOut;

	private Ns16550a(Options options, DeviceContext context) {
		crystal = options.clock();
		serial = context.serial();
		irq = context.line("irq");
		clock = context.clock();
		timeout = clock.timer(this::receiverTimedOut);
		serial.onReady(this::pull);
		reset();
	}

	/** Leaves {@link #scr} alone, as the data sheet does, and drops what was received. */
	@Override
	public void reset() {
		ier = 0;
		serial.listening(false);
		fcr = 0;
		lcr = 0;
		mcr = MCR_OUT2;
		divisor = DIVISOR;
		holding = 0;
		overrun = false;
		emptyPending = false;
		dropReceived();
		update();
	}

	// ---- registers

	@Override
	public long read(long offset, int width) {
		Registers.check(offset, width, 1, 8);
		if (offset >= REGISTERS) {
			throw BusError.BUS_ERROR;
		}
		boolean dlab = (lcr & LCR_DLAB) != 0;
		return switch ((int) offset) {
		case RBR_THR -> dlab ? divisor & 0xff : signalled(receive());
		case IER -> dlab ? divisor >>> 8 : ier;
		case IIR_FCR -> readIir();
		case LCR -> lcr;
		case MCR -> mcr;
		case LSR -> readLsr();
		case MSR -> readMsr();
		default -> scr;
		};
	}

	@Override
	public void write(long offset, int width, long value) {
		Registers.check(offset, width, 1, 8);
		if (offset >= REGISTERS) {
			throw BusError.BUS_ERROR;
		}
		int v = (int) value & 0xff;
		boolean dlab = (lcr & LCR_DLAB) != 0;
		switch ((int) offset) {
		case RBR_THR -> {
			if (dlab) {
				divisor = divisor & 0xff00 | v;
			} else {
				send(v);
			}
		}
		case IER -> {
			if (dlab) {
				divisor = divisor & 0xff | v << 8;
			} else {
				writeIer(v & IER_BITS);
			}
		}
		case IIR_FCR -> writeFcr(v);
		case LCR -> lcr = v;
		case MCR -> {
			mcr = v & MCR_BITS;
			pull();
		}
		case SCR -> scr = v;
		case LSR, MSR -> {
			// read-only here: LSR is meant for factory tests
		}
		default -> throw BusError.BUS_ERROR;
		}
		update();
		irq.signal();
	}

	/** What is read ends one reason for the interrupt; it goes on if there are others. */
	private int signalled(int value) {
		irq.signal();
		return value;
	}

	private void send(int value) {
		emptyPending = true;
		if ((mcr & MCR_LOOP) != 0) {
			received(value);
		} else {
			serial.sent(value);
		}
	}

	/** Enabling the transmitter's interrupt while it is empty, which it always is, raises it. */
	private void writeIer(int value) {
		if (((value ^ ier) & IER_ETBEI) != 0) {
			emptyPending = (value & IER_ETBEI) != 0;
		}
		ier = value;
		serial.listening((ier & IER_ERBFI) != 0);
	}

	/** Turning the FIFOs on or off empties them. */
	private void writeFcr(int value) {
		boolean turned = ((value ^ fcr) & FCR_ENABLE) != 0;
		fcr = value & FCR_BITS;
		if (turned || (value & FCR_RESET_RECEIVER) != 0) {
			dropReceived();
		}
		if (turned || (value & FCR_RESET_TRANSMITTER) != 0) {
			emptyPending = true;
		}
		pull();
	}

	private int readIir() {
		int iir = interrupt();
		if (iir == IIR_EMPTY) {
			emptyPending = false;
			update();
			irq.signal();
		}
		return (fcr & FCR_ENABLE) != 0 ? iir | IIR_FIFOS : iir;
	}

	private int readLsr() {
		if (!ready()) {
			// nothing comes of it, but the line hears that the guest polls
			pull();
		}
		int lsr = LSR_EMPTY | (ready() ? LSR_DR : 0) | (overrun ? LSR_OE : 0);
		overrun = false;
		update();
		return lsr;
	}

	/** In loopback the modem's inputs are the outputs: DTR is DSR, RTS is CTS, OUT1 is RI and OUT2 is DCD. */
	private int readMsr() {
		if ((mcr & MCR_LOOP) != 0) {
			return (mcr & MCR_OUTS) << 4 | (mcr & MCR_RTS) << 3 | (mcr & MCR_DTR) << 5;
		}
		return MSR_READY;
	}

	// ---- the receiver

	private boolean fifos() {
		return (fcr & FCR_ENABLE) != 0;
	}

	private boolean ready() {
		return fifos() ? count > 0 : ready;
	}

	/** Takes from the line what there is room for. In loopback the line is cut off. */
	private void pull() {
		boolean more = false;
		while ((mcr & MCR_LOOP) == 0 && (fifos() ? count < FIFO : !ready) && serial.ready()) {
			received(serial.receive());
			more = true;
		}
		update();
		if (more) {
			irq.signal();
		}
	}

	private void received(int value) {
		if (!fifos()) {
			overrun |= ready;
			holding = value;
			ready = true;
		} else {
			if (count == FIFO) {
				overrun = true;
			} else {
				fifo[(head + count++) % FIFO] = (byte) value;
			}
			timeout.set(clock.now() + 4 * characterTime());
		}
	}

	private int receive() {
		int value = holding;
		if (fifos()) {
			value = 0;
			if (count > 0) {
				value = fifo[head] & 0xff;
				head = (head + 1) % FIFO;
				count--;
			}
			timedOut = false;
			timeout.set(count > 0 ? clock.now() + 4 * characterTime() : Clock.NEVER);
		} else {
			ready = false;
		}
		pull();
		return value;
	}

	private void dropReceived() {
		head = 0;
		count = 0;
		ready = false;
		timedOut = false;
		timeout.set(Clock.NEVER);
	}

	/** Four characters' time passed and the guest left data below the trigger level. */
	private void receiverTimedOut() {
		timedOut = true;
		update();
		irq.signal();
	}

	/** Nanoseconds that a character of the format set takes on the line. */
	private long characterTime() {
		int bits = 1 + 5 + (lcr & LCR_WORD_LENGTH) + ((lcr & LCR_PEN) != 0 ? 1 : 0) + ((lcr & LCR_STB) != 0 ? 2 : 1);
		return 16_000_000_000L * Math.max(1, divisor) / crystal * bits;
	}

	// ---- interrupts

	/** IIR's identification of the pending interrupt of highest priority (table IV of the data sheet). */
	private int interrupt() {
		if ((ier & IER_ELSI) != 0 && overrun) {
			return IIR_LINE_STATUS;
		}
		if ((ier & IER_ERBFI) != 0 && timedOut) {
			return IIR_TIMEOUT;
		}
		if ((ier & IER_ERBFI) != 0 && (fifos() ? count >= TRIGGER_LEVELS[fcr >>> 6] : ready)) {
			return IIR_DATA;
		}
		if ((ier & IER_ETBEI) != 0 && emptyPending) {
			return IIR_EMPTY;
		}
		return IIR_NONE;
	}

	private void update() {
		irq.set(interrupt() != IIR_NONE);
	}

	@Override
	public String fdtName() {
		return "serial";
	}

	@Override
	public void describe(FdtNode node, FdtContext context) {
		node.text("compatible", "ns16550a").cells("clock-frequency", crystal);
	}

	// ---- state

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		byte[] received = new byte[count];
		for (int i = 0; i < count; i++) {
			received[i] = fifo[(head + i) % FIFO];
		}
		return new State(ier, fcr, lcr, mcr, scr, divisor, holding, ready, overrun, received, emptyPending, timedOut,
				timeout.deadline());
	}

	@Override
	public void restore(State state) {
		ier = state.ier();
		fcr = state.fcr();
		lcr = state.lcr();
		mcr = state.mcr();
		scr = state.scr();
		divisor = state.divisor();
		holding = state.holding();
		ready = state.ready();
		overrun = state.overrun();
		head = 0;
		count = state.received().length;
		System.arraycopy(state.received(), 0, fifo, 0, count);
		emptyPending = state.emptyPending();
		timedOut = state.timedOut();
		timeout.set(state.deadline());
		irq.restore(interrupt() != IIR_NONE);
		serial.listening((ier & IER_ERBFI) != 0);
	}
}
