package org.ringside.lab.internal;

import java.util.Collection;

import org.ringside.guest.Symbols;
import org.ringside.isa.Description;
import org.ringside.isa.elf.ElfWriter;

/** A guest's symbols as an ELF file that holds nothing else: for debuggers, where the guest's own file has none. */
public final class SymbolFile {

	private SymbolFile() {
	}

	/** The bytes of the file; all symbols are in one section without content that reaches from the first to the last. */
	public static byte[] of(Symbols symbols, Description isa, long entry) {
		Collection<Symbols.Symbol> all = symbols.all();
		long first = all.stream().mapToLong(Symbols.Symbol::address).reduce((a, b) -> Long.compareUnsigned(a, b) <= 0 ? a : b).orElse(0);
		long end = all.stream().mapToLong(s -> s.address() + Math.max(1, s.size())).reduce((a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b).orElse(1);
		ElfWriter writer = new ElfWriter(isa.addressBits() > 32, isa.bigEndian(), isa.elfMachine(), 0);
		int section = writer.section(".text", ElfWriter.ALLOCATED | ElfWriter.CODE, first, null, end - first, isa.alignment());
		for (Symbols.Symbol symbol : all) {
			writer.symbol(symbol.name(), symbol.address(), symbol.size(), ElfWriter.Kind.FUNCTION, true, section);
		}
		return writer.write(entry);
	}
}
