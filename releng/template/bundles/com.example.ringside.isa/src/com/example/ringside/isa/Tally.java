package com.example.ringside.isa;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Component;
import org.ringside.isa.Architecture;
import org.ringside.machine.Hart;
import org.ringside.machine.catalog.Contribution;

/** Contributes Tally, an instruction set as small as can be: eight registers, ten instructions, one mode, no paging. */
@Component(service = Architecture.class)
@Contribution(id = "tally", label = "Tally: eight registers and ten instructions")
public final class Tally implements Architecture {

	/** Executors define the code that they generate in this package. */
	@Override
	public MethodHandles.Lookup lookup() {
		return MethodHandles.lookup();
	}

	@Override
	public List<Class<?>> chapters() {
		return List.of(Instructions.class);
	}

	@Override
	public Class<? extends Hart> hartType() {
		return TallyHart.class;
	}

	@Override
	public Hart createHart(int index, Map<String, String> features) {
		if (!features.isEmpty()) {
			throw new IllegalArgumentException("a Tally hart has no feature " + features.keySet().iterator().next());
		}
		return new TallyHart(index);
	}

	@Override
	public int contextBit(String name) {
		throw new IllegalArgumentException("no bit of the context is called " + name);
	}

	@Override
	public String pseudoInstructions() {
		return """
				li rd, imm => addi rd, r0, imm
				mv rd, rs  => addi rd, rs, 0
				j imm      => beq r0, r0, imm
				""";
	}
}
