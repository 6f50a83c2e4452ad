package org.ringside.isa.assembler.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.isa.Description;
import org.ringside.isa.assembler.AssemblyError;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.isa.assembler.Program;
import org.ringside.isa.assembler.Section;
import org.ringside.isa.assembler.SourceLine;
import org.ringside.isa.assembler.Symbol;

/**
 * Reads a source again and again, each time with the addresses that the time before made, until these no longer change.
 * Mistakes are those of the last pass: before it, a value out of range may only be one that is not known yet.
 */
public final class Passes {

	/** What settles at all does so in few passes: each can only resolve what the one before moved. */
	private static final int MOST = 40;

	private final Syntax syntax;
	private final Settings settings;

	public Passes(Syntax syntax, Settings settings) {
		this.syntax = syntax;
		this.settings = settings;
	}

	public Program run(String file, String source) throws AssemblyException {
		List<Line> lines = Lines.of(file, source);
		Sources sources = new Sources(settings.includes());
		Known known = Known.nothing();
		for (int i = 0; i < MOST; i++) {
			Pass pass = new Pass(syntax, settings, sources, known, i == 0);
			pass.run(lines);
			Map<String, Long> addresses = layOut(pass.parts());
			Known now = pass.known(addresses);
			if (i > 0 && now.equals(known)) {
				List<AssemblyError> errors = new ArrayList<>(pass.errors());
				overlapping(pass.parts(), addresses).ifPresent(e -> errors.add(new AssemblyError(file, 1, 1, e)));
				if (!errors.isEmpty()) {
					throw new AssemblyException(errors.subList(0, Math.min(errors.size(), settings.errorLimit())));
				}
				return program(pass);
			}
			known = now;
		}
		throw new AssemblyException(List.of(new AssemblyError(file, 1, 1, "addresses do not settle: some size depends on itself")));
	}

	private static List<Part> ordered(List<Part> parts) {
		return parts.stream().sorted(Comparator.comparingInt(Part::order)).toList();
	}

	private Map<String, Long> layOut(List<Part> parts) {
		Map<String, Long> addresses = new HashMap<>();
		long at = settings.origin();
		for (Part p : ordered(parts)) {
			if (p.allocated) {
				long aligned = at + p.alignment - 1 & -p.alignment;
				long address = settings.addresses().getOrDefault(p.name, aligned);
				addresses.put(p.name, address);
				at = address + p.size();
			} else {
				addresses.put(p.name, 0L);
			}
		}
		return addresses;
	}

	private static Optional<String> overlapping(List<Part> parts, Map<String, Long> addresses) {
		for (Part a : parts) {
			for (Part b : parts) {
				long distance = addresses.get(b.name) - addresses.get(a.name);
				if (a != b && a.allocated && b.allocated && b.size() > 0 && distance >= 0 && Long.compareUnsigned(distance, a.size()) < 0) {
					return Optional.of("the sections " + a.name + " and " + b.name + " overlap at 0x" + Long.toHexString(addresses.get(b.name)));
				}
			}
		}
		return Optional.empty();
	}

	private Program program(Pass pass) {
		List<Section> sections = new ArrayList<>();
		for (Part p : ordered(pass.parts())) {
			if (p.size() > 0) {
				sections.add(new Section(p.name, p.address, p.content(), p.size(), p.alignment, p.allocated, p.writable, p.executable, p.stored));
			}
		}
		sections.sort(Comparator.<Section, Boolean>comparing(s -> !s.allocated()).thenComparing(Section::address, Long::compareUnsigned));
		List<Symbol> symbols = pass.symbols().symbols();
		List<SourceLine> lines = new ArrayList<>(pass.lines());
		lines.sort(Comparator.comparing(SourceLine::address, Long::compareUnsigned));
		long begin = sections.stream().filter(Section::executable).findFirst().map(Section::address).orElse(settings.origin());
		long entry = symbols.stream().filter(s -> s.name().equals("_start")).findFirst().map(Symbol::value).orElse(begin);
		Description d = syntax.isa.description();
		Program.Target target = new Program.Target(d.elfMachine(), d.addressBits(), d.bigEndian());
		return new Program(List.copyOf(sections), symbols, List.copyOf(lines), target, entry);
	}
}
