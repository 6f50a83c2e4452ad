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

/** Contributes RISC-V of 64 bits. */
@Component(service = Architecture.class)
@Contribution(id = "riscv64", label = "RISC-V, 64 bits: RV64IMAC with M, S and U")
public final class RiscvArchitecture implements Architecture {

	private static final String BASE = "rv64imac";
	private static final Set<String> ALWAYS = Set.of("zicsr", "zifencei", "zicntr");

	@Override
	public MethodHandles.Lookup lookup() {
		return MethodHandles.lookup();
	}

	@Override
	public List<Class<?>> chapters() {
		return List.of(Rv32i.class, Zifencei.class, Rv64i.class, Multiply.class, Atomic.class, Zicsr.class, Compressed.class,
				MachineMode.class, SupervisorMode.class);
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
	 * Features are {@code extensions}, the ISA string ({@code rv64imac}); {@code mmu}, {@code sv39} or {@code bare}; and
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
		checkExtensions(features.getOrDefault("extensions", BASE));
		boolean paging = choose(features, "mmu", "sv39", "bare");
		boolean updates = choose(features, "ad", "update", "trap");
		return new RiscvHart(index, paging, updates);
	}

	private static void checkExtensions(String extensions) {
		String[] parts = extensions.split("_");
		if (!parts[0].equals(BASE)) {
			throw new IllegalArgumentException("extensions=" + extensions + ": a RISC-V hart is " + BASE);
		}
		for (int i = 1; i < parts.length; i++) {
			if (!ALWAYS.contains(parts[i])) {
				throw new IllegalArgumentException("extensions=" + extensions + ": beside " + BASE + " there are zicsr, zifencei, zicntr");
			}
		}
	}

	/** True for the first of two values, which is also the default. */
	private static boolean choose(Map<String, String> features, String name, String first, String second) {
		String value = features.getOrDefault(name, first);
		if (!value.equals(first) && !value.equals(second)) {
			throw new IllegalArgumentException(name + "=" + value + ": use " + first + " or " + second);
		}
		return value.equals(first);
	}

	@Override
	public int contextBit(String name) {
		throw new IllegalArgumentException("no bit of the context is called " + name);
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
