package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.IsaException;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row;

/** Every row, at the boundaries of every operand, against itself and against GNU binutils. */
class EncodingTest {

	private static final Isa ISA = Isa.of(new RiscvArchitecture());

	/** Bits of an instruction of more than four bytes. */
	private static final int LONGER = 0x1f;

	@TempDir
	Path directory;

	/** An instruction of some row, with operands at a boundary. */
	private record Sample(Row row, long[] values, byte[] bytes) {

		Decoded decoded() {
			return ISA.decode(i -> bytes[i] & 0xff, ISA.architecture().listingContext());
		}

		@Override
		public String toString() {
			return row.name() + Arrays.toString(values) + " " + HexFormat.of().formatHex(bytes);
		}
	}

	/** Each pair of operands at all pairs of their boundaries, the others at one of theirs. */
	private static List<Sample> samples() {
		List<Sample> samples = new ArrayList<>();
		for (Row row : ISA.rows()) {
			int n = row.fields().size();
			long[][] choices = new long[n][];
			long[] base = new long[n];
			for (int i = 0; i < n; i++) {
				choices[i] = choices(row, i);
				base[i] = choices[i][choices[i].length / 2];
			}
			add(samples, row, base);
			for (int i = 0; i < n; i++) {
				for (int j = i; j < n; j++) {
					for (long a : i == j ? choices[i] : few(choices[i])) {
						for (long b : i == j ? new long[] { a } : few(choices[j])) {
							long[] values = base.clone();
							values[j] = b;
							values[i] = a;
							add(samples, row, values);
						}
					}
				}
			}
		}
		return samples;
	}

	private static long[] few(long[] choices) {
		return Arrays.copyOf(choices, Math.min(choices.length, 8));
	}

	private static long[] choices(Row row, int field) {
		return row.fields().get(field).name().equals("csr")
				? ISA.registers().stream().mapToLong(RegisterRow::number).filter(n -> n < 0x1000).toArray()
				: ISA.boundaries(row, field);
	}

	private static void add(List<Sample> samples, Row row, long[] values) {
		try {
			samples.add(new Sample(row, values, ISA.encode(row, values)));
		} catch (IsaException otherRow) {
			// values that the row's conditions exclude together
		}
	}

	@Test
	void everyRowDecodesToItselfAtEveryOperandBoundary() {
		List<Sample> samples = samples();
		assertTrue(samples.size() > 20 * ISA.rows().size(), samples.size() + " samples");
		for (Sample sample : samples) {
			Decoded decoded = sample.decoded();
			assertSame(sample.row, decoded.row(), sample::toString);
			assertArrayEquals(sample.values, decoded.values(), sample::toString);
			assertEquals(sample.bytes.length, decoded.length(), sample::toString);
		}
	}

	@Test
	void gnuDisassemblesEveryRowAsWeDo() throws Exception {
		Binutils.needed();
		List<Sample> samples = samples().stream().filter(EncodingTest::written).toList();
		samples = samples.stream().filter(sample -> !sample.row.name().equals("c.nop")).toList();
		List<String> theirs = new Binutils(directory).disassemble(bytes(samples));
		assertEquals(samples.size(), theirs.size());
		long pc = 0;
		for (int i = 0; i < samples.size(); i++) {
			Sample sample = samples.get(i);
			assertEquals(words(theirs.get(i), sample.row), words(ISA.disassemble(sample.decoded(), pc), sample.row), sample::toString);
			pc += sample.bytes.length;
		}
	}

	@Test
	void gnuAssemblesOurDisassemblyOfEveryRowToTheSameBytes() throws Exception {
		Binutils.needed();
		List<Sample> samples = samples().stream().filter(EncodingTest::written).toList();
		List<String> source = new ArrayList<>(List.of(".option norvc"));
		for (Sample sample : samples) {
			boolean compressed = sample.bytes.length == 2;
			source.add((compressed ? ".option rvc\n" : "") + sourceText(sample) + (compressed ? "\n.option norvc" : ""));
		}
		byte[] theirs = new Binutils(directory).assemble(source);
		int at = 0;
		for (Sample sample : samples) {
			byte[] one = Arrays.copyOfRange(theirs, at, at + sample.bytes.length);
			assertArrayEquals(sample.bytes, one, () -> sample + " is assembled as " + HexFormat.of().formatHex(one));
			at += sample.bytes.length;
		}
		assertEquals(theirs.length, at);
	}

	/** What is no instruction for us must be data to GNU, or of an extension that is not here; and the other way round. */
	@Test
	void gnuKnowsTheSameHalfwords() throws Exception {
		Binutils.needed();
		List<byte[]> halfwords = new ArrayList<>();
		for (int bits = 0; bits < 1 << 16; bits++) {
			if ((bits & 3) != 3) {
				halfwords.add(new byte[] { (byte) bits, (byte) (bits >> 8) });
			}
		}
		compareNames(halfwords);
	}

	@Test
	void gnuKnowsTheSameWords() throws Exception {
		Binutils.needed();
		Random random = new Random(1);
		List<Row> rows = ISA.rows().stream().filter(row -> row.length() == 4).toList();
		List<byte[]> words = new ArrayList<>();
		for (int i = 0; i < 40_000; i++) {
			Row row = rows.get(random.nextInt(rows.size()));
			byte[] bytes = ISA.encode(row, new long[row.fields().size()]);
			int flip = random.nextInt() & random.nextInt() & random.nextInt() & ~3;
			int bits = (bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 24) ^ flip;
			if ((bits & LONGER) == LONGER) {
				continue;
			}
			words.add(new byte[] { (byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24) });
		}
		compareNames(words);
	}

	private void compareNames(List<byte[]> codes) throws Exception {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		codes.forEach(all::writeBytes);
		List<String> theirs = new Binutils(directory).disassemble(all.toByteArray());
		assertEquals(codes.size(), theirs.size());
		List<String> names = ISA.rows().stream().map(Row::name).toList();
		for (int i = 0; i < codes.size(); i++) {
			byte[] code = codes.get(i);
			Decoded decoded = ISA.decode(at -> code[at] & 0xff, ISA.architecture().listingContext());
			String gnu = theirs.get(i).matches("f(?!ence).*,unknown") ? "unknown" : theirs.get(i).trim().split("[ \t]")[0].replaceAll("\\.(aq|rl|aqrl)$", "");
			String ours = decoded.defined() ? decoded.row().name() : "";
			boolean same = (decoded.defined() ? ours.equals(gnu) : !names.contains(gnu)) || DIFFERENT.contains(gnu + "=" + ours);
			String text = theirs.get(i);
			assertTrue(same, () -> HexFormat.of().formatHex(code) + " is '" + text + "' to GNU and '" + ours + "' to us");
		}
	}

	/**
	 * GNU's names and ours where they differ: hints; fields of fences that the manual wants ignored; encodings that the
	 * manual reserves and GNU shows all the same; rounding modes where they make no difference;
	 * and what 2.40 does not know.
	 */
	private static final Set<String> DIFFERENT = Set.of("c.addi=c.nop", "c.slli64=c.slli", "c.srli64=c.srli", "c.srai64=c.srai",
			".4byte=fence.i", ".4byte=fence", "fence.tso=fence", "pause=fence", "unimp=csrrw", "c.addi16sp=",
			".4byte=czero.eqz", ".4byte=czero.nez", ".4byte=fcvt.d.w", ".4byte=fcvt.d.wu", ".4byte=fcvt.d.s");

	private static byte[] bytes(List<Sample> samples) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		samples.forEach(sample -> bytes.writeBytes(sample.bytes));
		return bytes.toByteArray();
	}

	/** False for what GNU's 2.40 does not know, and for the hints that GNU writes in ways of its own: fences of nothing, shifts by nothing, a nop with a number. */
	private static boolean written(Sample sample) {
		return switch (sample.row.name()) {
		case "fence" -> sample.values[0] != 0 && sample.values[1] != 0;
		case "c.slli", "c.srli", "c.srai" -> sample.values[0] != 0;
		case "c.nop" -> sample.values.length == 0;
		case "czero.eqz", "czero.nez" -> false;
		// rounding modes that make no difference
		case "fcvt.d.w", "fcvt.d.wu", "fcvt.d.s" -> !ISA.disassemble(sample.decoded(), 0).matches(".*(rtz|rdn|rup|rmm|dyn)");
		default -> true;
		};
	}

	/** Our disassembly at address 0, with targets as distances. */
	private static String sourceText(Sample sample) {
		String text = ISA.disassemble(sample.decoded(), 0);
		if (!relative(sample.row)) {
			return text;
		}
		int last = Math.max(text.lastIndexOf(' '), text.lastIndexOf(',')) + 1;
		return text.substring(0, last) + ".+(" + distance(sample) + ")";
	}

	private static long distance(Sample sample) {
		for (int i = 0; i < sample.values.length; i++) {
			if (sample.row.fields().get(i).name().equals("imm")) {
				return sample.values[i];
			}
		}
		throw new IllegalArgumentException(sample.toString());
	}

	private static boolean relative(Row row) {
		return row.target() != null || row.name().equals("jal") || row.name().equals("c.j");
	}

	/** Mnemonic and operands, with numbers in one form. GNU writes targets in hexadecimal without saying so. */
	private static List<String> words(String text, Row row) {
		String[] words = text.replaceAll("\\s*[<#].*", "").trim().split("[\\s,()]+");
		for (int i = 1; i < words.length; i++) {
			boolean target = relative(row) && i == words.length - 1;
			if (target) {
				words[i] = Long.toString(Long.parseUnsignedLong(words[i].replaceFirst("^0x", ""), 16));
			} else if (words[i].matches("-?(0x)?[0-9][0-9a-f]*")) {
				words[i] = Long.toString(Long.decode(words[i]));
			}
		}
		return List.of(words);
	}
}
