package org.ringside.engine.internal;

import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.ringside.engine.Executor;
import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.Isa;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Trap;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.runtime.Access;
import org.ringside.machine.runtime.AccessProbe;

/**
 * The executor that is obviously right: nothing is cached, every byte of every instruction is fetched through the MMU,
 * rows are found by trying one after the other, every access is translated. The others are held to it in lockstep.
 */
public final class Reference extends Executor implements Hart.Caches {

	/** Contributes the reference. */
	@Component(service = ExecutorMaker.class)
	@Contribution(id = "reference", label = "Reference: one literal step after the other, nothing cached, slow")
	public static final class Maker implements ExecutorMaker {

		@Override
		public List<Reference> create(Machine machine, Isa isa) {
			return machine.harts().stream().map(hart -> new Reference(machine, isa, hart)).toList();
		}
	}

	private final Access access;
	private final Step step;

	private Reference(Machine machine, Isa isa, Hart hart) {
		super(machine, hart);
		access = new Access(hart, machine.bus(), slice, false);
		step = new Step(isa, machine.bus(), hart, access, isa::decodeLinear);
		hart.attach(this);
	}

	@Override
	public void close() {
		hart.detach();
	}

	@Override
	protected boolean instructions() {
		slice.sync();
		if (stopsHere()) {
			return true;
		}
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
		access.probe(data);
	}

	@Override
	public void contextChanged() {
		// nothing cached
	}

	@Override
	public void translationChanged() {
		slice.end();
	}

	@Override
	public void translationChanged(long va) {
		slice.end();
	}

	@Override
	public void attention() {
		slice.end();
	}
}
