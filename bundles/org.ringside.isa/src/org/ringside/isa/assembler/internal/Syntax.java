package org.ringside.isa.assembler.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ringside.isa.Isa;
import org.ringside.isa.IsaException;
import org.ringside.isa.Row;
import org.ringside.isa.internal.Loaded;
import org.ringside.isa.internal.Template;

/** What the assembler knows of an ISA: how its instructions are written. Made once, used by every assembly. */
public final class Syntax {

	/** A row under one of its mnemonics. */
	record Form(Row row, Template template, long suffix) {
	}

	/**
	 * A pseudo-instruction.
	 *
	 * @param operands patterns, one for each operand
	 * @param expansion statements, each as its words and what is between them
	 */
	record Pseudo(String line, String mnemonic, List<String> operands, List<List<String>> expansion) {
	}

	/** An operator of expressions. */
	record Operator(String parameter, String body) {
	}

	/** A word, the number of the use, or a character between. */
	private static final Pattern WORD = Pattern.compile("[\\w.$]+|\\\\@|.");
	private static final Pattern OPERATOR = Pattern.compile("%(\\w+)\\((\\w+)\\)");

	final Loaded isa;
	private final Map<String, List<Form>> forms = new HashMap<>();
	private final Map<String, List<Pseudo>> pseudos = new HashMap<>();
	private final Map<String, Operator> operators = new HashMap<>();
	private final List<String> idle;

	public Syntax(Isa isa) {
		this.isa = isa.loaded();
		for (Row row : isa.rows()) {
			Template template = this.isa.template(row);
			List<String> mnemonics = template.mnemonics();
			for (int i = 0; i < mnemonics.size(); i++) {
				forms.computeIfAbsent(mnemonics.get(i), _ -> new ArrayList<>()).add(new Form(row, template, i));
			}
		}
		isa.architecture().pseudoInstructions().lines().map(l -> l.replaceFirst("#.*", "").strip()).filter(l -> !l.isEmpty()).forEach(this::define);
		idle = mnemonics().stream().filter(m -> m.equals("nop") || m.endsWith(".nop")).toList();
	}

	private void define(String line) {
		String[] sides = line.split("=>", -1);
		if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
			throw new IsaException("Architecture.pseudoInstructions '" + line + "': write pattern => expansion; expansion");
		}
		Matcher operator = OPERATOR.matcher(sides[0].strip());
		if (operator.matches()) {
			operators.put(operator.group(1), new Operator(operator.group(2), sides[1].strip()));
			return;
		}
		String[] words = sides[0].strip().split("\\s+", 2);
		List<String> operands = words.length == 1 ? List.of() : operands(words[1]);
		List<List<String>> expansion = Stream.of(sides[1].strip().split("\\s*;\\s*")).map(Syntax::words).toList();
		pseudos.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(new Pseudo(line, words[0], operands, expansion));
	}

	private static List<String> words(String statement) {
		return WORD.matcher(statement).results().map(java.util.regex.MatchResult::group).toList();
	}

	/** Splits at commas that are in no parentheses and no string. */
	static List<String> operands(String text) {
		List<String> operands = new ArrayList<>();
		int depth = 0;
		int from = 0;
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
				quoted = !quoted;
			} else if (c == '\'' && !quoted) {
				i += i + 1 < text.length() && text.charAt(i + 1) == '\\' ? 2 : 1;
			} else if (!quoted) {
				depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
				if (c == ',' && depth <= 0) {
					operands.add(text.substring(from, i).strip());
					from = i + 1;
				}
			}
		}
		if (!text.isBlank()) {
			operands.add(text.substring(from).strip());
		}
		return operands;
	}

	List<Form> forms(String mnemonic) {
		return forms.getOrDefault(mnemonic, List.of());
	}

	List<Pseudo> pseudos(String mnemonic) {
		return pseudos.getOrDefault(mnemonic, List.of());
	}

	Optional<Operator> operator(String name) {
		return Optional.ofNullable(operators.get(name));
	}

	/** True if the word is a register in operands. */
	boolean isRegister(String word) {
		return isa.names().element(word).isPresent();
	}

	/** Mnemonics of instructions that, without operands, do nothing. */
	List<String> idle() {
		return idle;
	}

	public List<String> mnemonics() {
		TreeSet<String> all = new TreeSet<>(forms.keySet());
		all.addAll(pseudos.keySet());
		return List.copyOf(all);
	}
}
