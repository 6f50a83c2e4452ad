package org.ringside.isa.assembler.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.isa.Row;
import org.ringside.isa.assembler.AssemblyError;
import org.ringside.isa.assembler.SourceLine;

/** One reading of the whole source. */
final class Pass implements Expression.Scope {

	/** Statements in macros and repetitions count: a source that makes more does not end. */
	static final int MOST_STATEMENTS = 5_000_000;
	private static final int DEEPEST = 100;

	/** Thrown when no more errors are wanted, or {@code .end} was read. */
	private static final class Stop extends RuntimeException {
		private static final long serialVersionUID = 1L;

		Stop() {
			super(null, null, false, false);
		}
	}

	private final Syntax syntax;
	private final Settings settings;
	private final Sources sources;
	private final Known before;
	private final Symbols symbols;
	private final Sections sections;
	private final Instructions instructions;
	private final Directives directives;
	private final Blocks blocks;
	private final List<AssemblyError> errors = new ArrayList<>();
	private final List<SourceLine> lines = new ArrayList<>();
	private final Map<Long, Map<String, Long>> arguments = new HashMap<>();
	private final Deque<String> including = new ArrayDeque<>();
	private Line line;
	/** Address of the statement. */
	private long here;
	private boolean onlyAbove;
	private int fresh;
	private int statements;

	Pass(Syntax syntax, Settings settings, Sources sources, Known before, boolean first) {
		this.syntax = syntax;
		this.settings = settings;
		this.sources = sources;
		this.before = before;
		symbols = new Symbols(before, first, settings.symbols());
		sections = new Sections(before.addresses(), settings.origin());
		instructions = new Instructions(syntax, this);
		directives = new Directives(this, syntax.isa.description().bigEndian());
		blocks = new Blocks(this);
	}

	void run(List<Line> source) {
		try {
			statements(source);
			symbols.unresolved().forEach((name, at) -> errors.add(at.error(0, "the symbol '" + name + "' has no value: it depends on itself")));
		} catch (Stop e) {
			// enough errors, or .end
		}
	}

	/** Reads statements, with the blocks among them. */
	void statements(List<Line> source) {
		Blocks.Input input = new Blocks.Input(source);
		int open = blocks.openConditions();
		while (input.more()) {
			Line l = input.next();
			line = l;
			if (++statements > MOST_STATEMENTS || l.depth() > DEEPEST) {
				error(l, 0, "macros or repetitions expand without end");
				throw new Stop();
			}
			try {
				statement(l, input);
			} catch (Mistake e) {
				error(l, e.at, e.getMessage());
			}
		}
		blocks.close(open).ifPresent(l -> error(l, 0, "this .if has no .endif"));
	}

	private void error(Line at, int index, String message) {
		errors.add(at.error(index, message));
		if (errors.size() >= settings.errorLimit()) {
			throw new Stop();
		}
	}

	private void statement(Line l, Blocks.Input input) {
		Cursor in = new Cursor(l.text());
		here = sections.current().here();
		if (blocks.skipping()) {
			blocks.skipped(in, l);
			return;
		}
		labels(in);
		if (in.done()) {
			return;
		}
		int at = in.at;
		String word = in.name();
		if (word.isEmpty()) {
			throw new Mistake(at, "expected a label, an instruction or a directive" + in.found());
		}
		in.skipBlanks();
		if (in.text.startsWith("=", in.at) && !in.text.startsWith("==", in.at)) {
			in.at++;
			assign(word, in, at);
		} else if (blocks.statement(word, in, input, l)) {
			line = l;
		} else if (word.startsWith(".") && syntax.forms(word).isEmpty()) {
			directives.statement(word, in, at);
		} else {
			instructions.emit(word, in, at);
		}
	}

	private void labels(Cursor in) {
		while (true) {
			in.skipBlanks();
			int from = in.at;
			while (in.at < in.text.length() && Character.isDigit(in.text.charAt(in.at))) {
				in.at++;
			}
			String number = in.text.substring(from, in.at);
			String name = number.isEmpty() ? in.name() : "";
			if ((number.isEmpty() && name.isEmpty()) || !in.take(":")) {
				in.at = from;
				return;
			}
			if (number.isEmpty()) {
				label(name, from);
			} else {
				symbols.numericLabel(String.valueOf(Long.parseLong(number.length() > 9 ? "999999999" : number)), sections.current().here());
			}
		}
	}

	/** Reads {@code name = expression}, the cursor being after the sign. */
	void assign(String name, Cursor in, int at) {
		Value v = Expression.read(in, this);
		in.expectEnd();
		if (name.equals(".")) {
			directives.org(v, 0, at);
		} else {
			symbols.set(name, v, line, at);
		}
	}

	// ---- what statements do

	void directive(String word, Cursor in, int at) {
		directives.statement(word, in, at);
	}

	void label(String name, int at) {
		symbols.label(name, sections.current(), line, at);
	}

	/** A number that no other expansion of this pass has. */
	int fresh() {
		return fresh++;
	}

	/** True if the row is in the context that the code is for. */
	boolean exists(Row row) {
		return settings.context().isEmpty() || (settings.context().getAsInt() & row.contextMask()) == row.contextMatch();
	}

	/** An instruction. */
	void code(byte[] bytes) {
		Part part = sections.current();
		Line source = line.outermost();
		lines.add(new SourceLine(part.here(), bytes.length, source.file(), source.number()));
		part.alignment = Math.max(part.alignment, Integer.highestOneBit(syntax.isa.description().alignment()));
		part.add(bytes);
		here = part.here();
	}

	/** Assembles an instruction without operands, into nothing. */
	Optional<byte[]> tryAssemble(String mnemonic) {
		Pass aside = new Pass(syntax, settings, sources, Known.nothing(), true);
		aside.line = line;
		try {
			aside.instructions.emit(mnemonic, new Cursor(""), 0);
		} catch (Mistake e) {
			return Optional.empty();
		}
		return Optional.of(aside.sections.current().content());
	}

	byte[] padding(int length) {
		return instructions.padding(length);
	}

	/** Reads another file in this place. */
	void include(String name, int at) {
		if (including.contains(name)) {
			throw new Mistake(at, "'" + name + "' includes itself");
		}
		List<Line> source = sources.lines(name).orElseThrow(() -> missing(name, at));
		Line use = line;
		including.push(name);
		statements(source);
		including.pop();
		line = use;
	}

	/** The bytes of a file. */
	byte[] content(String name, int at) {
		return sources.content(name).orElseThrow(() -> missing(name, at));
	}

	private static Mistake missing(String name, int at) {
		return new Mistake(at, "there is no file '" + name + "' to include");
	}

	void end() {
		throw new Stop();
	}

	// ---- values

	Value expression(Cursor in) {
		return Expression.read(in, this);
	}

	/** The value of an expression that decides which statements there are: what comes below cannot count in it. */
	Value deciding(Cursor in) {
		onlyAbove = true;
		try {
			return Expression.read(in, this);
		} finally {
			onlyAbove = false;
		}
	}

	@Override
	public Value symbol(String name, int at) {
		return symbols.value(name, onlyAbove, at);
	}

	@Override
	public Value here() {
		return Value.of(here);
	}

	@Override
	public Value numeric(String number, boolean forward, int at) {
		return symbols.numeric(number, forward, at);
	}

	@Override
	public Value operator(String name, Value argument, int at) {
		Syntax.Operator operator = syntax.operator(name).orElseThrow(() -> new Mistake(at, "no operator '%" + name + "'"));
		if (argument.known()) {
			arguments.computeIfAbsent(here, _ -> new LinkedHashMap<>()).put(name, argument.value());
		}
		Expression.Scope inner = new Expression.Scope() {
			@Override
			public Value symbol(String symbol, int index) {
				return symbol.equals(operator.parameter()) ? argument : Pass.this.symbol(symbol, index);
			}

			@Override
			public Value here() {
				return Pass.this.here();
			}

			@Override
			public Value numeric(String number, boolean forward, int index) {
				return Pass.this.numeric(number, forward, index);
			}

			@Override
			public Value operator(String other, Value otherArgument, int index) {
				return Pass.this.operator(other, otherArgument, index);
			}

			@Override
			public Value argumentAt(String other, Value address, int index) {
				return Pass.this.argumentAt(other, address, at);
			}
		};
		try {
			return Expression.read(new Cursor(operator.body()), inner);
		} catch (Mistake e) {
			throw e.movedTo(at);
		}
	}

	@Override
	public Value argumentAt(String name, Value address, int at) {
		if (!address.known()) {
			return Value.UNKNOWN;
		}
		for (Map<Long, Map<String, Long>> known : List.of(arguments, before.arguments())) {
			Long argument = known.getOrDefault(address.value(), Map.of()).get(name);
			if (argument != null) {
				return Value.of(argument);
			}
		}
		if (before.defined().isEmpty() || arguments.isEmpty() && before.arguments().isEmpty()) {
			return Value.UNKNOWN;
		}
		throw new Mistake(at, "there is no %" + name + " in an instruction at 0x" + Long.toHexString(address.value()));
	}

	// ---- results

	Symbols symbols() {
		return symbols;
	}

	Sections sections() {
		return sections;
	}

	Line line() {
		return line;
	}

	List<Part> parts() {
		return sections.parts();
	}

	List<AssemblyError> errors() {
		return errors;
	}

	List<SourceLine> lines() {
		return lines;
	}

	Known known(Map<String, Long> addresses) {
		return new Known(symbols.values(), symbols.defined(), symbols.numeric(), arguments, addresses);
	}
}
