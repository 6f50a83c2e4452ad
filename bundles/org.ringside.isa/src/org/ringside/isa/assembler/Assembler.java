package org.ringside.isa.assembler;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.ringside.isa.Isa;
import org.ringside.isa.assembler.internal.Passes;
import org.ringside.isa.assembler.internal.Settings;
import org.ringside.isa.assembler.internal.Syntax;

/** Assembles sources for one instruction set. Settings return the assembler itself; it can be used again, by one thread. */
public final class Assembler {

	private final Syntax syntax;
	private final Map<String, Long> addresses = new LinkedHashMap<>();
	private final Map<String, Long> symbols = new LinkedHashMap<>();
	private long origin;
	private Includes includes = Includes.NONE;
	private OptionalInt context = OptionalInt.empty();
	private int limit = 100;

	public Assembler(Isa isa) {
		syntax = new Syntax(isa);
	}

	/** Virtual address of the first section; 0 unless set. */
	public Assembler origin(long address) {
		origin = address;
		return this;
	}

	/** Virtual address of a section that shall not follow the one before. */
	public Assembler place(String section, long address) {
		addresses.put(section, address);
		return this;
	}

	/** A symbol that the source finds defined. */
	public Assembler define(String symbol, long value) {
		symbols.put(symbol, value);
		return this;
	}

	/** Where {@code .include} finds files. */
	public Assembler includes(Includes finder) {
		includes = finder;
		return this;
	}

	/**
	 * The context that the code is for, as {@link org.ringside.machine.Hart#context}: only rows that exist in it are used.
	 * Unless set, all are.
	 */
	public Assembler context(int word) {
		context = OptionalInt.of(word);
		return this;
	}

	/** How many mistakes are told at most; 100 unless set. */
	public Assembler errorLimit(int errors) {
		limit = errors;
		return this;
	}

	/**
	 * Assembles.
	 *
	 * @param file name of the source, for messages and the line table
	 * @throws AssemblyException if the source has mistakes
	 */
	public Program assemble(String file, String source) throws AssemblyException {
		Settings settings = new Settings(origin, Map.copyOf(addresses), new LinkedHashMap<>(symbols), includes, context, limit);
		return new Passes(syntax, settings).run(file, source);
	}

	/** The same from UTF-8. */
	public Program assemble(String file, byte[] source) throws AssemblyException {
		return assemble(file, new String(source, StandardCharsets.UTF_8));
	}

	/** The mnemonics that can be written, pseudo-instructions by pattern included, sorted. */
	public List<String> mnemonics() {
		return syntax.mnemonics();
	}
}
