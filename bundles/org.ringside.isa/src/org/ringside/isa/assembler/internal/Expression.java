package org.ringside.isa.assembler.internal;

import java.util.List;

/**
 * Evaluates expressions as GNU's assembler does: 64 bits, wrapping; comparisons are -1 for true; and, unlike C, bit
 * operators bind tighter than sums (GNU as manual, section "Infix Operators").
 */
final class Expression {

	/** What names and operators mean. */
	interface Scope {

		/** The value of a symbol; {@link Value#UNKNOWN}, after it was reported, if it has none. */
		Value symbol(String name, int at);

		/** The address of the statement. */
		Value here();

		/** The address of a numeric label, {@code 1b} or {@code 1f}. */
		Value numeric(String number, boolean forward, int at);

		/** The value of {@code %name(argument)}. */
		Value operator(String name, Value argument, int at);

		/** The argument of the operator in the instruction at an address: {@code %name[address]}. */
		Value argumentAt(String name, Value address, int at);
	}

	private record Operator(String text, int rank) {
	}

	/** Longer ones first, where one begins with another. */
	private static final List<Operator> INFIX = List.of(new Operator("<<", 6), new Operator(">>", 6), new Operator("<>", 3), new Operator("<=", 3),
			new Operator(">=", 3), new Operator("==", 3), new Operator("!=", 3), new Operator("&&", 2), new Operator("||", 1), new Operator("*", 6),
			new Operator("/", 6), new Operator("%", 6), new Operator("|", 5), new Operator("&", 5), new Operator("^", 5), new Operator("!", 5),
			new Operator("+", 4), new Operator("-", 4), new Operator("<", 3), new Operator(">", 3));

	/** More than anybody nests, and less than the stack holds. */
	private static final int DEEPEST = 200;

	private final Cursor in;
	private final Scope scope;
	private int depth;

	private Expression(Cursor in, Scope scope) {
		this.in = in;
		this.scope = scope;
	}

	/** Reads and evaluates an expression, as far as it goes. */
	static Value read(Cursor in, Scope scope) {
		return new Expression(in, scope).infix(1);
	}

	private Value infix(int rank) {
		Value left = prefix();
		while (true) {
			in.skipBlanks();
			int at = in.at;
			Operator next = next(rank);
			if (next == null) {
				return left;
			}
			in.take(next.text);
			Value right = infix(next.rank + 1);
			left = new Value(apply(next.text, left, right, at), left.known() && right.known());
		}
	}

	private Operator next(int rank) {
		for (Operator o : INFIX) {
			if (in.text.startsWith(o.text, in.at)) {
				return o.rank >= rank ? o : null;
			}
		}
		return null;
	}

	private static long apply(String operator, Value left, Value right, int at) {
		long a = left.value();
		long b = right.value();
		return switch (operator) {
		case "*" -> a * b;
		case "/", "%" -> {
			if (b == 0 && right.known()) {
				throw new Mistake(at, "division by zero");
			}
			yield b == 0 ? 0 : operator.equals("/") ? a / b : a % b;
		}
		case "<<" -> b < 0 || b > 63 ? 0 : a << b;
		case ">>" -> b < 0 || b > 63 ? 0 : a >>> b;
		case "|" -> a | b;
		case "&" -> a & b;
		case "^" -> a ^ b;
		case "!" -> a | ~b;
		case "+" -> a + b;
		case "-" -> a - b;
		case "==" -> a == b ? -1 : 0;
		case "!=", "<>" -> a != b ? -1 : 0;
		case "<" -> a < b ? -1 : 0;
		case ">" -> a > b ? -1 : 0;
		case "<=" -> a <= b ? -1 : 0;
		case ">=" -> a >= b ? -1 : 0;
		case "&&" -> a != 0 && b != 0 ? 1 : 0;
		default -> a != 0 || b != 0 ? 1 : 0;
		};
	}

	private Value prefix() {
		if (++depth > DEEPEST) {
			throw new Mistake(in.at, "an expression may nest %d deep: name a part of it by .equ".formatted(DEEPEST));
		}
		Value value = operand();
		depth--;
		return value;
	}

	private Value operand() {
		char c = in.peek();
		switch (c) {
		case '-', '+', '~', '!':
			in.at++;
			Value v = prefix();
			long value = switch (c) {
			case '-' -> -v.value();
			case '~' -> ~v.value();
			case '!' -> v.value() == 0 ? 1 : 0;
			default -> v.value();
			};
			return new Value(value, v.known());
		case '(':
			in.at++;
			Value inner = infix(1);
			in.expect(")");
			return inner;
		case '%':
			return operator();
		case '\'':
			return character();
		default:
			return Character.isDigit(c) ? number() : symbol();
		}
	}

	private Value operator() {
		int at = in.at++;
		String name = in.expectName("the name of an operator");
		if (in.take("[")) {
			Value address = infix(1);
			in.expect("]");
			return scope.argumentAt(name, address, at);
		}
		in.expect("(");
		Value argument = infix(1);
		in.expect(")");
		return scope.operator(name, argument, at);
	}

	private Value character() {
		int at = in.at++;
		if (in.at >= in.text.length()) {
			throw new Mistake(at, "a character is missing after '");
		}
		long value;
		if (in.text.charAt(in.at) == '\\') {
			value = in.escape();
		} else {
			value = in.text.codePointAt(in.at);
			in.at += Character.charCount((int) value);
		}
		if (in.at < in.text.length() && in.text.charAt(in.at) == '\'') {
			in.at++;
		}
		return Value.of(value);
	}

	private Value symbol() {
		int at = in.at;
		String name = in.name();
		if (name.isEmpty()) {
			throw new Mistake(in.at, "expected an expression" + in.found());
		}
		return name.equals(".") ? scope.here() : scope.symbol(name, at);
	}

	private Value number() {
		int from = in.at;
		while (in.at < in.text.length() && Character.isLetterOrDigit(in.text.charAt(in.at))) {
			in.at++;
		}
		String word = in.text.substring(from, in.at);
		if (isLabel(word)) {
			return scope.numeric(word.substring(0, word.length() - 1), word.endsWith("f"), from);
		}
		try {
			return Value.of(parse(word));
		} catch (NumberFormatException e) {
			throw new Mistake(from, "'" + word + "' is no number of at most 64 bits");
		}
	}

	/** {@code 1b}, {@code 1f}: digits and the direction. */
	private static boolean isLabel(String word) {
		int last = word.length() - 1;
		if (last < 1 || word.charAt(last) != 'b' && word.charAt(last) != 'f') {
			return false;
		}
		for (int i = 0; i < last; i++) {
			if (!Character.isDigit(word.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static long parse(String word) {
		String lower = word.toLowerCase(java.util.Locale.ROOT);
		if (lower.startsWith("0x")) {
			return Long.parseUnsignedLong(lower.substring(2), 16);
		}
		if (lower.startsWith("0b")) {
			return Long.parseUnsignedLong(lower.substring(2), 2);
		}
		return lower.length() > 1 && lower.startsWith("0") ? Long.parseUnsignedLong(lower.substring(1), 8) : Long.parseUnsignedLong(lower);
	}
}
