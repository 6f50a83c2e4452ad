package org.ringside.isa.assembler.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Macros, repetitions and conditions. */
final class Blocks {

	/** Statements being read, one after the other. */
	static final class Input {
		private final List<Line> lines;
		private int next;

		Input(List<Line> lines) {
			this.lines = lines;
		}

		boolean more() {
			return next < lines.size();
		}

		Line next() {
			return lines.get(next++);
		}

		void skip() {
			next = lines.size();
		}

		/** Takes everything up to the end of the block that the statement before began. */
		List<Line> block(Line begin, String opens, String closes) {
			List<Line> body = new ArrayList<>();
			int depth = 1;
			while (more()) {
				Line l = next();
				String word = new Cursor(l.text()).name();
				depth += word.matches(opens) ? 1 : word.equals(closes) ? -1 : 0;
				if (depth == 0) {
					return body;
				}
				body.add(l);
			}
			throw new Mistake(0, begin.text().strip().split("\\s")[0] + " has no " + closes);
		}
	}

	/** @param otherwise the default; null for none */
	private record Parameter(String name, String otherwise, boolean required, boolean rest) {
	}

	private record Macro(String name, List<Parameter> parameters, List<Line> body) {
	}

	/** An open {@code .if}. */
	private static final class Condition {
		final Line line;
		/** True if the statements now are skipped. */
		boolean skipping;
		/** True if no further branch can be taken. */
		boolean decided;
		boolean otherwise;

		Condition(Line line) {
			this.line = line;
		}
	}

	private static final Pattern PARAMETER = Pattern.compile("\\\\(?:(@)|\\(\\)|([A-Za-z_.$][\\w.$]*))");

	private final Pass pass;
	private final Map<String, Macro> macros = new HashMap<>();
	private final Deque<Condition> conditions = new ArrayDeque<>();
	private int uses;
	private boolean leaving;

	Blocks(Pass pass) {
		this.pass = pass;
	}

	// ---- conditions

	boolean skipping() {
		for (Condition c : conditions) {
			if (c.skipping) {
				return true;
			}
		}
		return false;
	}

	int openConditions() {
		return conditions.size();
	}

	/** Closes what a file or macro left open; tells where it was opened, unless it was left by {@code .exitm}. */
	Optional<Line> close(int open) {
		Optional<Line> left = Optional.empty();
		while (conditions.size() > open) {
			left = Optional.of(conditions.pop().line);
		}
		return leaving ? Optional.empty() : left;
	}

	/** A statement that is skipped: only what opens, turns or closes conditions counts. */
	void skipped(Cursor in, Line line) {
		String word = in.name();
		if (word.startsWith(".if")) {
			Condition nested = new Condition(line);
			nested.skipping = true;
			nested.decided = true;
			conditions.push(nested);
		} else {
			turn(word, in);
		}
	}

	private boolean turn(String word, Cursor in) {
		switch (word) {
		case ".else", ".elseif":
			Condition c = open(word);
			if (c.otherwise) {
				throw new Mistake(0, word + " after .else");
			}
			c.otherwise = word.equals(".else");
			boolean take = !c.decided && (c.otherwise || isTrue(in));
			c.skipping = !take;
			c.decided |= take;
			return true;
		case ".endif":
			open(word);
			conditions.pop();
			in.expectEnd();
			return true;
		default:
			return false;
		}
	}

	private Condition open(String word) {
		if (conditions.isEmpty()) {
			throw new Mistake(0, word + " without .if");
		}
		return conditions.peek();
	}

	private boolean isTrue(Cursor in) {
		return decided(in) != 0;
	}

	private long decided(Cursor in) {
		in.skipBlanks();
		int at = in.at;
		Value v = pass.deciding(in);
		in.expectEnd();
		if (!v.known()) {
			throw new Mistake(at, "the value depends on a symbol that is not defined above");
		}
		return v.value();
	}

	private boolean condition(String word, Cursor in) {
		return switch (word) {
		case ".if", ".ifne" -> isTrue(in);
		case ".ifeq" -> decided(in) == 0;
		case ".ifgt" -> decided(in) > 0;
		case ".ifge" -> decided(in) >= 0;
		case ".iflt" -> decided(in) < 0;
		case ".ifle" -> decided(in) <= 0;
		case ".ifdef" -> pass.symbols().definedHere(in.expectName("a symbol"));
		case ".ifndef", ".ifnotdef" -> !pass.symbols().definedHere(in.expectName("a symbol"));
		case ".ifb" -> in.done();
		case ".ifnb" -> !in.done();
		case ".ifc", ".ifnc" -> {
			List<String> texts = Syntax.operands(in.rest());
			yield (texts.size() == 2 && texts.get(0).equals(texts.get(1))) == word.equals(".ifc");
		}
		default -> throw new Mistake(0, "no directive '" + word + "'");
		};
	}

	// ---- statements

	/** True if the statement was one of these. */
	boolean statement(String word, Cursor in, Input input, Line line) {
		switch (word) {
		case ".macro" -> define(in, input, line);
		case ".purgem" -> macros.remove(in.expectName("the name of a macro"));
		case ".rept" -> repeat(in, input, line);
		case ".irp", ".irpc" -> repeatWith(word, in, input, line);
		case ".exitm" -> {
			input.skip();
			leaving = true;
		}
		case ".endm", ".endr" -> throw new Mistake(0, word + " without " + (word.equals(".endm") ? ".macro" : ".rept or .irp"));
		default -> {
			if (word.startsWith(".if")) {
				Condition c = new Condition(line);
				c.skipping = true; // should the condition be wrong, its statements are skipped
				c.decided = true;
				conditions.push(c);
				boolean take = condition(word, in);
				c.skipping = !take;
				c.decided = take;
				return true;
			}
			return turn(word, in) || use(word, in, line);
		}
		}
		return true;
	}

	private void define(Cursor in, Input input, Line line) {
		String name = in.expectName("the name of the macro");
		in.take(",");
		List<Parameter> parameters = new ArrayList<>();
		while (!in.done()) {
			String parameter = in.expectName("the name of a parameter");
			boolean required = false;
			boolean rest = false;
			if (in.take(":")) {
				String kind = in.expectName("req or vararg");
				required = kind.equals("req");
				rest = kind.equals("vararg");
			}
			String otherwise = in.take("=") ? word(in) : "";
			parameters.add(new Parameter(parameter, otherwise, required, rest));
			in.take(",");
		}
		macros.put(name, new Macro(name, parameters, input.block(line, "\\.macro", ".endm")));
	}

	private static String word(Cursor in) {
		in.skipBlanks();
		if (in.peek() == '"') {
			return new String(in.string(), java.nio.charset.StandardCharsets.UTF_8);
		}
		int from = in.at;
		int depth = 0;
		while (in.at < in.text.length()) {
			char c = in.text.charAt(in.at);
			if (depth == 0 && (c == ',' || Character.isWhitespace(c))) {
				break;
			}
			depth += c == '(' ? 1 : c == ')' ? -1 : 0;
			in.at++;
		}
		return in.text.substring(from, in.at);
	}

	private boolean use(String word, Cursor in, Line line) {
		Macro macro = macros.get(word);
		if (macro == null) {
			return false;
		}
		Map<String, String> bound = bind(macro, in);
		run(macro.body, bound, uses++, line, "macro " + macro.name);
		return true;
	}

	private Map<String, String> bind(Macro macro, Cursor in) {
		int at = in.at;
		List<String> given = Syntax.operands(in.rest());
		if (given.size() == 1 && macro.parameters.size() > 1 && given.getFirst().matches("[\\w.$]+(\\s+[\\w.$]+)+")) {
			given = List.of(given.getFirst().split("\\s+"));
		}
		Map<String, String> bound = new LinkedHashMap<>();
		int next = 0;
		for (int i = 0; i < given.size(); i++) {
			String[] named = given.get(i).split("\\s*=\\s*", 2);
			if (named.length == 2 && macro.parameters.stream().anyMatch(p -> p.name.equals(named[0]))) {
				bound.put(named[0], unquoted(named[1]));
			} else if (next >= macro.parameters.size()) {
				throw new Mistake(at, "the macro " + macro.name + " takes " + macro.parameters.size() + " arguments, found " + given.size());
			} else if (macro.parameters.get(next).rest) {
				bound.put(macro.parameters.get(next).name, String.join(", ", given.subList(i, given.size())));
				break;
			} else {
				bound.put(macro.parameters.get(next++).name, unquoted(given.get(i)));
			}
		}
		for (Parameter p : macro.parameters) {
			if (bound.getOrDefault(p.name, "").isEmpty()) {
				if (p.required) {
					throw new Mistake(at, "the macro " + macro.name + " needs its argument '" + p.name + "'");
				}
				bound.put(p.name, p.otherwise);
			}
		}
		return bound;
	}

	private static String unquoted(String text) {
		return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1) : text;
	}

	private void repeat(Cursor in, Input input, Line line) {
		List<Line> body = input.block(line, "\\.rept|\\.irp|\\.irpc", ".endr");
		int at = in.at;
		long times = decided(in);
		if (times < 0 || times > Pass.MOST_STATEMENTS) {
			throw new Mistake(at, "cannot repeat " + times + " times");
		}
		for (long i = 0; i < times && !leaving; i++) {
			run(body, Map.of(), uses, line, "repetition " + (i + 1));
		}
		leaving = false;
	}

	private void repeatWith(String word, Cursor in, Input input, Line line) {
		List<Line> body = input.block(line, "\\.rept|\\.irp|\\.irpc", ".endr");
		String name = in.expectName("a symbol");
		in.take(",");
		String rest = in.rest();
		List<String> values = word.equals(".irp") ? Syntax.operands(rest) : List.of(rest.split(""));
		if (word.equals(".irp") && values.size() == 1 && rest.matches("[\\w.$]+(\\s+[\\w.$]+)+")) {
			values = List.of(rest.split("\\s+"));
		}
		for (String value : values) {
			run(body, Map.of(name, unquoted(value)), uses, line, "repetition for " + value);
		}
	}

	private void run(List<Line> body, Map<String, String> bound, int number, Line use, String what) {
		List<Line> expanded = new ArrayList<>();
		for (Line l : body) {
			expanded.addAll(split(l.expanded(substitute(l.text(), bound, number), use, what)));
		}
		pass.statements(expanded);
		leaving = false;
	}

	private static String substitute(String text, Map<String, String> bound, int number) {
		return text.indexOf('\\') < 0 ? text : PARAMETER.matcher(text)
				.replaceAll(r -> Matcher.quoteReplacement(replacement(r.group(), r.group(1), r.group(2), bound, number)));
	}

	/** A parameter may bring a separator with it. */
	private static List<Line> split(Line line) {
		return line.text().contains(";") ? Lines.of(line.file(), line.text()).stream().map(l -> line.expanded(l.text(), line.within(), line.what())).toList()
				: List.of(line);
	}

	private static String replacement(String all, String counter, String name, Map<String, String> bound, int number) {
		if (counter != null) {
			return Integer.toString(number);
		}
		if (name == null) {
			return "";
		}
		// the longest parameter that the name begins with: a.\suffix.b means the parameter suffix
		String best = "";
		for (String p : bound.keySet()) {
			if (name.startsWith(p) && p.length() > best.length() && (name.length() == p.length() || !Character.isLetterOrDigit(name.charAt(p.length())) && name.charAt(p.length()) != '_')) {
				best = p;
			}
		}
		return best.isEmpty() ? all : bound.get(best) + name.substring(best.length());
	}
}
