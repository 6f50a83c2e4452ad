package org.ringside.isa.assembler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.ringside.isa.Code;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.IsaException;
import org.ringside.isa.Row;

/**
 * Checks a description by going round: every row, with the boundary values of every operand and some between them, is
 * encoded, decoded by both decoders, disassembled and assembled again. For tests of an ISA.
 */
public final class RoundTrip {

	private static final int RANDOM_VALUES = 20;

	/** An instruction on its way. */
	private record Case(Row row, long[] values, byte[] bytes, String text) {
	}

	private final Isa isa;
	private final Random random = new Random(1);
	private final List<String> problems = new ArrayList<>();
	private int count;

	/** Goes round with every row. */
	public RoundTrip(Isa isa) {
		this.isa = isa;
		Map<Long, List<Row>> byContext = new LinkedHashMap<>();
		for (Row row : isa.rows()) {
			byContext.computeIfAbsent((long) row.contextMask() << 32 | row.fullContext(), _ -> new ArrayList<>()).add(row);
		}
		byContext.values().forEach(rows -> assemble(rows, rows.getFirst().fullContext()));
	}

	/** How many instructions went round. */
	public int count() {
		return count;
	}

	/** What did not come back, one line each, with the row. */
	public List<String> problems() {
		return problems;
	}

	private void problem(Row row, String what) {
		problems.add(row.name() + " '" + row.text().bits() + "': " + what);
	}

	/** Makes the cases of some rows into one source. */
	private void assemble(List<Row> rows, int context) {
		long origin = 1L << isa.description().addressBits() - 2;
		List<Case> cases = new ArrayList<>();
		long at = origin;
		for (Row row : rows) {
			int before = cases.size();
			for (long[] values : valuesOf(row)) {
				Case c = decode(row, values, context, at);
				if (c != null) {
					cases.add(c);
					at += c.bytes.length;
				}
			}
			if (cases.size() == before) {
				problem(row, "no values were found that it applies to");
			}
		}
		StringBuilder source = new StringBuilder();
		cases.forEach(c -> source.append(c.text).append('\n'));
		try {
			compare(cases, new Assembler(isa).origin(origin).context(context).assemble("rows", source.toString()).flat());
		} catch (AssemblyException e) {
			e.errors().forEach(x -> problem(cases.get(x.line() - 1).row, "'" + cases.get(x.line() - 1).text + "': " + x.message()));
		}
	}

	private void compare(List<Case> cases, byte[] code) {
		int from = 0;
		for (Case c : cases) {
			byte[] assembled = Arrays.copyOfRange(code, Math.min(from, code.length), Math.min(from + c.bytes.length, code.length));
			if (!Arrays.equals(assembled, c.bytes)) {
				problem(c.row, "'" + c.text + "' assembles to " + hex(assembled) + ", not " + hex(c.bytes));
				return; // what follows is out of step
			}
			from += c.bytes.length;
			count++;
		}
	}

	private static String hex(byte[] bytes) {
		return java.util.HexFormat.of().formatHex(bytes);
	}

	/** Null after a problem. */
	private Case decode(Row row, long[] values, int context, long pc) {
		byte[] bytes = isa.encode(row, values);
		Code code = i -> bytes[i] & 0xff;
		Decoded tree = isa.decode(code, context);
		Decoded linear = isa.decodeLinear(code, context);
		if (tree.row() != row || !Arrays.equals(tree.values(), values) || tree.length() != bytes.length) {
			problem(row, hex(bytes) + " decodes as " + isa.disassemble(tree, pc) + ", not with values " + Arrays.toString(values));
			return null;
		}
		if (linear.row() != row || !Arrays.equals(linear.values(), values)) {
			problem(row, hex(bytes) + " decodes row by row as " + isa.disassemble(linear, pc));
			return null;
		}
		return new Case(row, values, bytes, isa.disassemble(tree, pc));
	}

	/** Each field through its boundaries while the others hold still, then all at random. */
	private List<long[]> valuesOf(Row row) {
		int fields = row.fields().size();
		Map<List<Long>, long[]> found = new LinkedHashMap<>();
		Map<Integer, long[]> boundaries = new HashMap<>();
		for (int f = 0; f < fields; f++) {
			boundaries.put(f, isa.boundaries(row, f));
		}
		long[] still = still(row, boundaries);
		keep(row, still, found);
		for (int f = 0; f < fields; f++) {
			for (long v : boundaries.get(f)) {
				long[] values = still.clone();
				values[f] = v;
				keep(row, values, found);
			}
		}
		for (int i = 0; i < RANDOM_VALUES && fields > 0; i++) {
			keep(row, anything(boundaries), found);
		}
		return List.copyOf(found.values());
	}

	private long[] anything(Map<Integer, long[]> boundaries) {
		long[] values = new long[boundaries.size()];
		for (int f = 0; f < values.length; f++) {
			long[] b = boundaries.get(f);
			values[f] = b[random.nextInt(b.length)];
		}
		return values;
	}

	/** Values that the row applies to, if some are found soon. */
	private long[] still(Row row, Map<Integer, long[]> boundaries) {
		long[] values = anything(boundaries);
		for (int i = 0; i < 1000 && !applies(row, values); i++) {
			values = anything(boundaries);
		}
		return values;
	}

	private void keep(Row row, long[] values, Map<List<Long>, long[]> found) {
		if (applies(row, values)) {
			found.put(Arrays.stream(values).boxed().toList(), values);
		}
	}

	private boolean applies(Row row, long[] values) {
		try {
			isa.encode(row, values);
			return true;
		} catch (IsaException e) {
			return false;
		}
	}
}
