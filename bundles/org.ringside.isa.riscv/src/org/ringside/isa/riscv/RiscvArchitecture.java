package org.ringside.isa.riscv;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.osgi.service.component.annotations.Component;
import org.ringside.isa.Architecture;
import org.ringside.machine.Hart;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.privileged.Deprivileged;

/** Contributes RISC-V of 64 bits. */
@Component(service = Architecture.class)
@Contribution(id = "riscv64", label = "RISC-V, 64 bits: RV64IMAFDC and more, with M, S and U")
public final class RiscvArchitecture implements Architecture {

	@Override
	public MethodHandles.Lookup lookup() {
		return MethodHandles.lookup();
	}

	@Override
	public List<Class<?>> chapters() {
		return List.of(Rv32i.class, Zifencei.class, Rv64i.class, Multiply.class, Atomic.class, Zicsr.class, Zicond.class, Compressed.class,
				SingleFloat.class, DoubleFloat.class, Zba.class, Zbb.class, Zbc.class, Zbs.class, Zicbom.class, Zicboz.class, MachineMode.class, SupervisorMode.class,
				Svinval.class);
	}

	@Override
	public Class<? extends Hart> hartType() {
		return RiscvHart.class;
	}

	@Override
	public List<Class<?>> registers() {
		return Csrs.VIEWS;
	}

	/**
	 * Features are {@code extensions}, the ISA string ({@code rv64imafdc_zba_sstc}, or {@code rv64imac} for a hart
	 * without floating point), all that there is if it is not given;
	 * {@code mmu}, the largest addresses that {@code satp} can be set to translate: {@code sv57} and with it
	 * {@code sv48} and {@code sv39}, {@code sv48} and {@code sv39}, {@code sv39}, or {@code bare}; and
	 * {@code ad}, who sets the accessed and dirty bits of pages: {@code update}, the hardware, as QEMU's does, or
	 * {@code trap}, the page fault's handler.
	 */
	@Override
	public Hart createHart(int index, Map<String, String> features) {
		Set<String> unknown = new TreeSet<>(features.keySet());
		unknown.removeAll(Set.of("extensions", "mmu", "ad"));
		if (!unknown.isEmpty()) {
			throw new IllegalArgumentException("a RISC-V hart has no feature " + unknown.iterator().next() + ": use extensions, mmu, ad");
		}
		String text = features.get("extensions");
		Extensions extensions = text == null ? Extensions.all() : Extensions.parse(text);
		int levels = switch (choose(features, "mmu", "sv39", "sv48", "sv57", "bare")) {
		case "sv57" -> 5;
		case "sv48" -> 4;
		case "sv39" -> 3;
		default -> 0;
		};
		return new RiscvHart(index, extensions, levels, choose(features, "ad", "update", "trap").equals("update"));
	}

	/** One of some values, of which the first is the default. */
	private static String choose(Map<String, String> features, String name, String... values) {
		String value = features.getOrDefault(name, values[0]);
		List<String> all = List.of(values);
		if (!all.contains(value)) {
			int last = values.length - 1;
			throw new IllegalArgumentException(name + "=" + value + ": use " + String.join(", ", all.subList(0, last)) + " or " + values[last]);
		}
		return value;
	}

	@Override
	public Optional<Deprivileged> deprivileged() {
		return Optional.of(new RiscvDeprivileged());
	}

	@Override
	public int contextBit(String name) {
		return switch (name) {
		case "FS" -> RiscvHart.FS_CONTEXT;
		case "FRM" -> RiscvHart.FRM_CONTEXT;
		default -> Extensions.contextBit(name);
		};
	}

	@Override
	public int listingContext() {
		return RiscvHart.M | RiscvHart.FS_CONTEXT | RiscvHart.FRM_CONTEXT;
	}

	@Override
	public String pseudoInstructions() {
		return Pseudo.TABLE;
	}

	/** {@code li}, whose length depends on the value. */
	@Override
	public Optional<List<String>> expand(String mnemonic, List<String> operands, Expressions expressions) {
		if (!mnemonic.equals("li") || operands.size() != 2) {
			return Optional.empty();
		}
		return Optional.of(Pseudo.load(operands.getFirst(), expressions.value(operands.get(1)).orElse(0)));
	}
}
