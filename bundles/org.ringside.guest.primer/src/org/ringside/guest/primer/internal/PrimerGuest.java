package org.ringside.guest.primer.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.ringside.guest.Boot;
import org.ringside.guest.Guest;
import org.ringside.guest.Image;
import org.ringside.guest.Introspection;
import org.ringside.guest.Segment;
import org.ringside.guest.Symbols;
import org.ringside.isa.assembler.Program;
import org.ringside.isa.assembler.Section;
import org.ringside.isa.assembler.Symbol;

/** The assembled kernel as a guest: entered by firmware, at its first instruction, on one hart. */
public final class PrimerGuest implements Guest {

	private final Image image;
	private final PrimerIntrospection introspection;

	/** @param program linked at physical addresses */
	public PrimerGuest(Program program) {
		Layout layout = new Layout(program);
		image = new Image(program.entry(), segments(program), symbols(program, layout));
		introspection = new PrimerIntrospection(layout);
	}

	@Override
	public Image image() {
		return image;
	}

	@Override
	public Boot boot() {
		return Boot.firmware(image.entry());
	}

	@Override
	public Optional<Introspection> introspection() {
		return Optional.of(introspection);
	}

	private static List<Segment> segments(Program program) {
		return program.sections().stream().filter(section -> section.allocated() && section.size() > 0)
				.map(section -> new Segment("section " + section.name() + " of the primer", section.address(), section.bytes(), section.size()))
				.toList();
	}

	/**
	 * Each label where the pc finds it: in the kernel's half, in the programs' half if it is theirs, and where it lies,
	 * for the instructions before translation is on. By name the first of the three is found.
	 */
	private static Symbols symbols(Program program, Layout layout) {
		List<Symbols.Symbol> all = new ArrayList<>();
		List<Symbols.Symbol> physical = new ArrayList<>();
		for (Symbol symbol : program.symbols()) {
			if (!symbol.section().isEmpty()) {
				long size = size(symbol, program);
				if (layout.user(symbol.value())) {
					all.addFirst(new Symbols.Symbol(symbol.name(), layout.toUser(symbol.value()), size));
				}
				all.add(new Symbols.Symbol(symbol.name(), layout.toVirtual(symbol.value()), size));
				physical.add(new Symbols.Symbol(symbol.name(), symbol.value(), size));
			}
		}
		all.addAll(physical);
		return Symbols.of(all);
	}

	/** To the next label of its section, or to the section's end. */
	private static long size(Symbol symbol, Program program) {
		if (symbol.size() > 0) {
			return symbol.size();
		}
		long end = program.section(symbol.section()).map(Section::end).orElse(symbol.value());
		return program.symbols().stream().filter(other -> other.section().equals(symbol.section()) && other.value() > symbol.value())
				.mapToLong(Symbol::value).min().orElse(end) - symbol.value();
	}
}
