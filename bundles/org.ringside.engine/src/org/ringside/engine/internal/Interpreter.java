package org.ringside.engine.internal;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.ringside.engine.Executor;
import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.Row;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;
import org.ringside.machine.Trap;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.runtime.Access;
import org.ringside.machine.runtime.AccessProbe;
import org.ringside.machine.runtime.Fetch;
import org.ringside.machine.runtime.Loop;

/**
 * The fast executor without translation: instructions are decoded once for each frame and context into slots of a
 * {@code long}, and a loop spun from the ISA's rows runs over the slots. What does not fit the loop (an instruction that
 * crosses pages, a delay slot, code outside of memory) is executed by {@link Step}.
 */
public final class Interpreter extends Executor implements Hart.Caches, CodeCache.User {

	/** Contributes the interpreter. */
	@Component(service = ExecutorMaker.class)
	@Contribution(id = "interpreter", label = "Interpreter: predecoded, a loop spun from the ISA's rows")
	public static final class Maker implements ExecutorMaker {

		@Override
		public List<Interpreter> create(Machine machine, Isa isa) {
			Shared shared = new Shared(machine, isa);
			return machine.harts().stream().map(hart -> new Interpreter(machine, isa, hart, shared)).toList();
		}
	}

	/** What the harts of a machine share. */
	private static final class Shared {
		final Map<Row, Packing> packings = new IdentityHashMap<>();
		final Pool pool = new Pool();
		final byte[] loopClass;
		final CodeCache code;
		/** Instructions begin at multiples of 1 &lt;&lt; shift bytes. */
		final int shift;

		Shared(Machine machine, Isa isa) {
			isa.rows().forEach(row -> packings.put(row, new Packing(row)));
			loopClass = new LoopSpinner(isa, packings).spin();
			shift = Integer.numberOfTrailingZeros(isa.description().alignment());
			int longest = isa.rows().stream().mapToInt(Row::length).max().orElse(1);
			code = new CodeCache(machine.memory(), shift, longest);
		}
	}

	private final Isa isa;
	private final Bus bus;
	private final Shared shared;
	private final Access access;
	private final Step step;
	private final Loop loop;
	private final Map<Integer, Fetch> fetches = new HashMap<>();
	private final Hart.Grant grant = new Hart.Grant();
	private Fetch fetch;
	private int context;

	private Interpreter(Machine machine, Isa isa, Hart hart, Shared shared) {
		super(machine, hart);
		this.isa = isa;
		this.shared = shared;
		bus = machine.bus();
		access = new Access(hart, machine.bus(), slice, true);
		step = new Step(isa, machine.bus(), hart, access, isa::decode);
		loop = HartConstants.define(isa, shared.loopClass, hart, access, slice);
		hart.attach(this);
		shared.code.user(this);
		contextChanged();
	}

	@Override
	public void close() {
		hart.detach();
		access.close();
		shared.code.close();
	}

	@Override
	protected boolean instructions() {
		if ((hart.context & (Hart.DELAYED | Hart.NULLIFIED)) != 0) {
			return stopsHere() || step();
		}
		fetch.pool = shared.pool.values(); // another hart may have decoded what this one is about to execute
		if (loop.run(fetch) == Loop.TRAPPED) {
			return true;
		}
		if (slice.made >= slice.limit) {
			return false;
		}
		return prepare();
	}

	/** The loop left because it had no code: finds or decodes it, or executes the one instruction. */
	private boolean prepare() {
		if (stopsHere()) {
			return true;
		}
		long[] code = Fetch.code(fetch, hart.pc);
		if (code == null) {
			return findPage();
		}
		int index = (int) hart.pc & Memory.FRAME - 1;
		if (code[index >> shared.shift] == Loop.SLOW) {
			return step();
		}
		return decode(code, index);
	}

	private boolean findPage() {
		long address;
		try {
			address = hart.translate(hart.pc, 1 << shared.shift, AccessKind.FETCH, grant);
		} catch (Trap trap) {
			return true;
		}
		int frame = bus.frameAt(address);
		if (frame < 0 || !grant.load) {
			return step();
		}
		fetch.put(hart.pc, shared.code.page(frame, hart.context));
		return false;
	}

	private boolean decode(long[] code, int offset) {
		long address;
		try {
			address = hart.translate(hart.pc, 1 << shared.shift, AccessKind.FETCH, grant);
		} catch (Trap trap) {
			return true;
		}
		int frame = bus.frameAt(address);
		Decoded instruction = isa.decode(index -> offset + index >= Memory.FRAME ? 0
				: (int) bus.memory().read(frame, offset + index, 1), hart.context);
		int slot = offset >> shared.shift;
		if (!instruction.defined() || offset + instruction.length() > Memory.FRAME || shared.code.probed(slot)) {
			code[slot] = Loop.SLOW;
		} else {
			code[slot] = shared.packings.get(instruction.row()).pack(instruction, shared.pool);
			fetch.pool = shared.pool.values();
		}
		shared.code.decoded(frame);
		return false;
	}

	private boolean step() {
		slice.sync();
		try {
			step.execute();
			slice.made++;
			return false;
		} catch (Trap trap) {
			return true;
		}
	}

	@Override
	protected void probe(long[] breakpoints, Optional<AccessProbe> data) {
		shared.code.probe(breakpoints);
		access.probe(data);
	}

	// ---- what the hart tells

	@Override
	public void contextChanged() {
		access.regimeChanged();
		if (fetch == null || context != hart.context) {
			context = hart.context;
			fetch = fetches.computeIfAbsent(context, _ -> new Fetch());
			slice.end();
		}
	}

	@Override
	public void translationChanged() {
		fetches.values().forEach(Fetch::flush);
		access.flush();
		slice.end();
	}

	@Override
	public void translationChanged(long va) {
		fetches.values().forEach(Fetch::flush);
		access.flush(va);
		slice.end();
	}

	/** {@link TableWatch} has seen every store that the fence is for. */
	@Override
	public void translationFenced() {
		// nothing is stale
	}

	@Override
	public void translationFenced(long va) {
		// nothing is stale
	}

	@Override
	public void codeDropped() {
		fetches.values().forEach(Fetch::flush);
		slice.end();
	}

	@Override
	public void attention() {
		slice.end();
	}
}
