package org.ringside.devices;

import java.util.Arrays;

import org.osgi.service.component.annotations.Component;
import org.ringside.devices.fdt.FdtContext;
import org.ringside.devices.fdt.FdtDescribed;
import org.ringside.devices.fdt.FdtNode;
import org.ringside.machine.Device;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.Line;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

/**
 * The platform-level interrupt controller (RISC-V PLIC specification 1.0.0; register map of chapter 3). Each hart has
 * two contexts, machine then supervisor. Registers are taken as words.
 *
 * <p>A source's gateway passes a high level on as one request, which stays until it is claimed; the next follows after
 * completion, if the level is high then. As in QEMU, and unlike the letter of the specification, the threshold holds
 * for claims too, a completion counts whether or not the source is enabled, and all bits of an enable word are kept.
 *
 * <p>With {@code latched=true} the gateways are QEMU's: a request is made when the line rises and when the device signals,
 * also while the source is served, falls with the line, and does not follow from the level at completion. Drivers that
 * never read the UART's IIR, as that of older xv6, depend on it: by the specification they are interrupted for ever.
 */
public final class Plic implements Device<Plic.State>, InterruptController, FdtDescribed {

	private static final int PRIORITY = 0x0;
	private static final int PENDING = 0x1000;
	private static final int ENABLE = 0x2000;
	private static final int ENABLE_STRIDE = 0x80;
	private static final int CONTEXT = 0x20_0000;
	private static final int CONTEXT_STRIDE = 0x1000;
	private static final int THRESHOLD = 0x0;
	private static final int CLAIM = 0x4;
	private static final long SIZE = 0x60_0000;

	/** The pins of a hart that its contexts drive, in order. */
	private static final String[] PINS = { "mei", "sei" };

	/**
	 * @param sources number of interrupt sources, from source 1
	 * @param priorities highest priority
	 */
	public record Options(@Option(help = "Number of interrupt sources, 1 to 1023.", value = "96") int sources,
			@Option(help = "Highest priority: 1, 3, 7, 15 or 31.", value = "7") int priorities,
			@Option(help = "Whether requests are latched, as in QEMU, instead of following the level.", value = "false") boolean latched) {

		public Options {
			if (sources < 1 || sources > 1023) {
				throw new IllegalArgumentException("sources=" + sources + ": choose 1 to 1023");
			}
			if (priorities < 1 || priorities > 31 || (priorities & priorities + 1) != 0) {
				throw new IllegalArgumentException("priorities=" + priorities + ": choose 1, 3, 7, 15 or 31");
			}
		}
	}

	/**
	 * Bit {@code i % 32} of word {@code i / 32} is source {@code i}.
	 *
	 * @param enable words of the first context, then of the next
	 * @param driven true where the context drives its pin
	 */
	public record State(int[] priority, int[] level, int[] pending, int[] claimed, int[] enable, int[] threshold,
			boolean[] driven) {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = "plic", label = "RISC-V platform-level interrupt controller")
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
		public Plic create(Options options, DeviceContext context) {
			return new Plic(options, context);
		}
	}

	private final int priorities;
	private final boolean latched;
	private final int words;
	private final Line[] inputs;
	private final Line[] outputs;
	private final int[] priority;
	private final int[] level;
	private final int[] pending;
	private final int[] claimed;
	private final int[] enable;
	private final int[] threshold;

	private Plic(Options options, DeviceContext context) {
		priorities = options.priorities();
		latched = options.latched();
		inputs = new Line[options.sources() + 1];
		for (int i = 0; i < inputs.length; i++) {
			int source = i;
			inputs[i] = new Line(new Line.Sink() {
				@Override
				public void level(boolean high) {
					Plic.this.level(source, high);
				}

				@Override
				public void signal() {
					if (latched) {
						request(source, true);
					}
				}
			});
		}
		outputs = new Line[context.harts() * PINS.length];
		for (int c = 0; c < outputs.length; c++) {
			outputs[c] = context.pin(c / PINS.length, PINS[c % PINS.length]);
		}
		words = (inputs.length + 31) / 32;
		priority = new int[inputs.length];
		level = new int[words];
		pending = new int[words];
		claimed = new int[words];
		enable = new int[words * outputs.length];
		threshold = new int[outputs.length];
	}

	@Override
	public Line input(int number) {
		if (number < 1 || number >= inputs.length) {
			throw new IllegalArgumentException("there is no input " + number + ": choose 1 to " + (inputs.length - 1));
		}
		return inputs[number];
	}

	/** Levels belong to their drivers and stay. */
	@Override
	public void reset() {
		for (int[] registers : new int[][] { priority, pending, claimed, enable, threshold }) {
			Arrays.fill(registers, 0);
		}
		if (!latched) {
			System.arraycopy(level, 0, pending, 0, words);
		}
		drive();
	}

	private void level(int source, boolean high) {
		set(level, source, high);
		if (latched || high && !isSet(claimed, source)) {
			request(source, high);
		}
	}

	private void request(int source, boolean on) {
		set(pending, source, on);
		drive();
	}

	// ---- registers

	@Override
	public long read(long offset, int width) {
		Registers.check(offset, width, 4, 4);
		int at = (int) offset;
		if (at >= CONTEXT) {
			return readContext((at - CONTEXT) / CONTEXT_STRIDE, at % CONTEXT_STRIDE);
		}
		if (at >= ENABLE) {
			int word = enableWord(at - ENABLE);
			return word < 0 ? 0 : unsigned(enable[word]);
		}
		if (at >= PENDING) {
			return (at - PENDING) / 4 < words ? unsigned(pending[(at - PENDING) / 4]) : 0;
		}
		return (at - PRIORITY) / 4 < inputs.length ? priority[(at - PRIORITY) / 4] : 0;
	}

	private long readContext(int context, int register) {
		if (context >= outputs.length) {
			return 0;
		}
		return switch (register) {
		case THRESHOLD -> threshold[context];
		case CLAIM -> claim(context);
		default -> 0;
		};
	}

	@Override
	public void write(long offset, int width, long value) {
		Registers.check(offset, width, 4, 4);
		int at = (int) offset;
		if (at >= CONTEXT) {
			writeContext((at - CONTEXT) / CONTEXT_STRIDE, at % CONTEXT_STRIDE, (int) value);
		} else if (at >= ENABLE) {
			int word = enableWord(at - ENABLE);
			if (word >= 0) {
				enable[word] = (int) value;
			}
		} else if (at < PENDING && (at - PRIORITY) / 4 < inputs.length && at >= PRIORITY + 4) {
			priority[(at - PRIORITY) / 4] = (int) value & priorities;
		}
		drive();
	}

	private void writeContext(int context, int register, int value) {
		if (context < outputs.length) {
			if (register == THRESHOLD) {
				threshold[context] = value & priorities;
			} else if (register == CLAIM) {
				complete(value);
			}
		}
	}

	/** Index into {@link #enable}, or -1. */
	private int enableWord(int at) {
		int context = at / ENABLE_STRIDE;
		int word = at % ENABLE_STRIDE / 4;
		return context < outputs.length && word < words ? context * words + word : -1;
	}

	// ---- arbitration

	/** The request that the context would claim: highest priority above its threshold, then lowest number; or 0. */
	private int best(int context) {
		int best = 0;
		int above = threshold[context];
		for (int word = 0; word < words; word++) {
			int requests = pending[word] & ~claimed[word] & enable[context * words + word];
			while (requests != 0) {
				int source = word * 32 + Integer.numberOfTrailingZeros(requests);
				requests &= requests - 1;
				if (priority[source] > above) {
					above = priority[source];
					best = source;
				}
			}
		}
		return best;
	}

	private int claim(int context) {
		int source = best(context);
		if (source != 0) {
			set(pending, source, false);
			set(claimed, source, true);
			drive();
		}
		return source;
	}

	private void complete(int source) {
		if (source > 0 && source < inputs.length && isSet(claimed, source)) {
			set(claimed, source, false);
			if (!latched && isSet(level, source)) {
				set(pending, source, true);
			}
		}
	}

	private void drive() {
		for (int context = 0; context < outputs.length; context++) {
			outputs[context].set(best(context) != 0);
		}
	}

	private static boolean isSet(int[] bits, int source) {
		return (bits[source / 32] >>> source & 1) != 0;
	}

	private static void set(int[] bits, int source, boolean on) {
		if (on) {
			bits[source / 32] |= 1 << source;
		} else {
			bits[source / 32] &= ~(1 << source);
		}
	}

	private static long unsigned(int word) {
		return word & 0xffff_ffffL;
	}

	@Override
	public String fdtName() {
		return "plic";
	}

	@Override
	public void describe(FdtNode node, FdtContext context) {
		node.text("compatible", "sifive,plic-1.0.0", "riscv,plic0").cells("riscv,ndev", inputs.length - 1);
		node.flag("interrupt-controller").cells("#interrupt-cells", 1).cells("#address-cells", 0);
		node.cells("interrupts-extended", context.pins(PINS));
		node.handle();
	}

	// ---- state

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		boolean[] driven = new boolean[outputs.length];
		for (int c = 0; c < driven.length; c++) {
			driven[c] = outputs[c].high();
		}
		return new State(priority.clone(), level.clone(), pending.clone(), claimed.clone(), enable.clone(), threshold.clone(),
				driven);
	}

	@Override
	public void restore(State state) {
		copy(state.priority(), priority);
		copy(state.level(), level);
		copy(state.pending(), pending);
		copy(state.claimed(), claimed);
		copy(state.enable(), enable);
		copy(state.threshold(), threshold);
		for (int c = 0; c < outputs.length; c++) {
			outputs[c].restore(state.driven()[c]);
		}
	}

	private static void copy(int[] from, int[] to) {
		System.arraycopy(from, 0, to, 0, to.length);
	}
}
