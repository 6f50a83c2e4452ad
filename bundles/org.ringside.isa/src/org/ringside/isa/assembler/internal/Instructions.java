package org.ringside.isa.assembler.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.ringside.isa.Architecture;
import org.ringside.isa.IsaException;

/** Turns the text of an instruction into bytes, through rows, patterns of pseudo-instructions and computed expansions. */
final class Instructions {

	private static final int DEEPEST = 10;
	private static final Pattern SIMPLE = Pattern.compile("[\\w.$]+|\\([^()]*\\)");

	private final Syntax syntax;
	private final Pass pass;
	private Optional<List<byte[]>> idle = Optional.empty();

	Instructions(Syntax syntax, Pass pass) {
		this.syntax = syntax;
		this.pass = pass;
	}

	/** Emits the instruction that the cursor is at; {@code at} is where its mnemonic is. */
	void emit(String mnemonic, Cursor in, int at) {
		emit(mnemonic, in, at, 0);
	}

	private void emit(String mnemonic, Cursor in, int at, int depth) {
		String known = syntax.forms(mnemonic).isEmpty() && syntax.pseudos(mnemonic).isEmpty() ? mnemonic.toLowerCase(Locale.ROOT) : mnemonic;
		Mistake rows = null;
		int begin = in.at;
		for (Syntax.Form form : syntax.forms(known)) {
			if (!pass.exists(form.row())) {
				continue;
			}
			Operands operands = new Operands(syntax, form, new Cursor(in.text, begin), pass);
			try {
				operands.read();
				pass.code(encode(operands));
				return;
			} catch (Mistake e) {
				rows = rows == null || e.at > rows.at ? e : rows;
			}
		}
		if (depth > DEEPEST) {
			throw new Mistake(at, "the pseudo-instruction '" + mnemonic + "' expands without end");
		}
		try {
			if (!pseudo(known, in, at, depth) && !computed(known, in, at, depth)) {
				throw rows != null ? rows : unknown(mnemonic, at);
			}
		} catch (Mistake e) {
			throw rows != null && (rows.ofValue || !e.ofValue) ? rows : e;
		}
	}

	private byte[] encode(Operands operands) {
		try {
			return operands.encode();
		} catch (IsaException e) {
			throw Mistake.ofValue(operands.firstConstant(), e.getMessage());
		}
	}

	private Mistake unknown(String mnemonic, int at) {
		if (!syntax.pseudos(mnemonic).isEmpty()) {
			return new Mistake(at, "'" + mnemonic + "' is written " + syntax.pseudos(mnemonic).getFirst().line().replaceFirst("\\s*=>.*", ""));
		}
		return new Mistake(at, "no instruction, directive or macro '" + mnemonic + "'");
	}

	// ---- pseudo-instructions

	private boolean pseudo(String mnemonic, Cursor in, int at, int depth) {
		List<String> written = Syntax.operands(in.text.substring(in.at));
		for (Syntax.Pseudo p : syntax.pseudos(mnemonic)) {
			Optional<Map<String, String>> bound = bind(p.operands(), written);
			if (bound.isPresent()) {
				int number = pass.fresh();
				expand(p.expansion().stream().map(e -> substitute(e, bound.get(), number)).toList(), at, depth);
				return true;
			}
		}
		return false;
	}

	private Optional<Map<String, String>> bind(List<String> patterns, List<String> written) {
		Map<String, String> bound = new HashMap<>();
		if (patterns.size() != written.size()) {
			return Optional.empty();
		}
		for (int i = 0; i < patterns.size(); i++) {
			if (!bind(patterns.get(i), written.get(i), bound)) {
				return Optional.empty();
			}
		}
		return Optional.of(bound);
	}

	/** One operand: a word, or {@code word(word)}. */
	private boolean bind(String pattern, String written, Map<String, String> bound) {
		int open = pattern.indexOf('(');
		if (open >= 0) {
			int from = written.lastIndexOf('(');
			if (from < 0 || !written.endsWith(")")) {
				return false;
			}
			String before = written.substring(0, from).strip();
			String outer = pattern.substring(0, open).strip();
			return (outer.isEmpty() ? before.isEmpty() : bind(outer, before.isEmpty() ? "0" : before, bound))
					&& bind(pattern.substring(open + 1, pattern.length() - 1).strip(), written.substring(from + 1, written.length() - 1).strip(), bound);
		}
		if (syntax.isRegister(pattern)) {
			return syntax.isa.names().element(pattern).equals(syntax.isa.names().element(written));
		}
		bound.put(pattern, protectedText(written));
		return !written.isEmpty();
	}

	private static String substitute(List<String> expansion, Map<String, String> bound, int number) {
		StringBuilder text = new StringBuilder();
		for (String word : expansion) {
			text.append(word.equals("\\@") ? Integer.toString(number) : bound.getOrDefault(word, word));
		}
		return text.toString();
	}

	/** An expression keeps its value whatever it is put into. */
	private static String protectedText(String text) {
		return SIMPLE.matcher(text).matches() ? text : "(" + text + ")";
	}

	private boolean computed(String mnemonic, Cursor in, int at, int depth) {
		Architecture.Expressions expressions = text -> {
			Cursor c = new Cursor(text);
			try {
				Value v = Expression.read(c, pass);
				c.expectEnd();
				return v.known() ? OptionalLong.of(v.value()) : OptionalLong.empty();
			} catch (Mistake e) {
				throw new IsaException(e.getMessage());
			}
		};
		try {
			Optional<List<String>> lines = syntax.isa.architecture().expand(mnemonic, Syntax.operands(in.text.substring(in.at)), expressions);
			lines.ifPresent(l -> expand(l, at, depth));
			return lines.isPresent();
		} catch (IsaException e) {
			throw new Mistake(at, e.getMessage());
		}
	}

	/** Assembles an expansion; its mistakes are told where the pseudo-instruction is. */
	private void expand(List<String> statements, int at, int depth) {
		for (String s : statements) {
			Cursor in = new Cursor(s);
			try {
				in.skipBlanks();
				int from = in.at;
				String word = in.name();
				if (in.take(":")) {
					pass.label(word, at);
					if (in.done()) {
						continue;
					}
					word = in.name();
				}
				if (word.startsWith(".")) {
					pass.directive(word, in, from);
				} else {
					emit(word, in, from, depth + 1);
				}
			} catch (Mistake e) {
				throw e.movedTo(at);
			}
		}
	}

	/** Fills a gap in code with instructions that do nothing, as far as there are such of fitting lengths. */
	byte[] padding(int length) {
		if (idle.isEmpty()) {
			List<byte[]> found = new ArrayList<>();
			syntax.idle().forEach(mnemonic -> pass.tryAssemble(mnemonic).ifPresent(found::add));
			found.sort((a, b) -> b.length - a.length);
			idle = Optional.of(found);
		}
		byte[] gap = new byte[length];
		int end = length;
		for (byte[] nop : idle.get()) {
			while (end >= nop.length) {
				end -= nop.length;
				System.arraycopy(nop, 0, gap, end, nop.length);
			}
		}
		return gap;
	}
}
