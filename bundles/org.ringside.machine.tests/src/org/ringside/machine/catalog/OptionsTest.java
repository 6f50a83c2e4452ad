package org.ringside.machine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

class OptionsTest {

	enum Trace {
		NONE, EVERY_STEP
	}

	record Sample(@Option(help = "Bytes.", value = "128M") long size, @Option(help = "How many.", value = "2") int count,
			@Option(help = "Whether.") boolean quick, @Option(help = "A word.", value = "a b") String text,
			@Option(help = "What to trace.") Trace trace, @Option(help = "Where to.") Path file,
			@Option(help = "When.", value = "2026-01-01T00:00:00Z") Instant start) {

		Sample {
			if (count > 8) {
				throw new IllegalArgumentException("count=" + count + ": choose 1 to 8");
			}
		}
	}

	record Nothing() {
	}

	record Untold(int count) {
	}

	record Strange(@Option(help = "A fraction.") double part) {
	}

	record WrongDefault(@Option(help = "How many.", value = "two") int count) {
	}

	private static Sample parse(String... texts) {
		return Options.parse(Sample.class, List.of(texts));
	}

	private static String refusal(String... texts) {
		return assertThrows(IllegalArgumentException.class, () -> parse(texts)).getMessage();
	}

	@Test
	void defaultsAreReadAsAUserWouldWriteThem() {
		assertEquals(new Sample(128 << 20, 2, false, "a b", Trace.NONE, Path.of(""), Instant.parse("2026-01-01T00:00:00Z")),
				Options.defaults(Sample.class));
	}

	@Test
	void everyTypeIsRead() {
		assertEquals(new Sample(0x1000, 3, true, "x=y", Trace.EVERY_STEP, Path.of("a", "b"), Instant.EPOCH), parse("size=0x1000",
				"count=3", "quick=true", "text=x=y", "trace=every-step", "file=a/b", "start=1970-01-01T00:00:00Z"));
	}

	@Test
	void textsMakeTheSameRecordAgain() {
		Sample sample = parse("size=4K", "trace=every-step", "quick=true", "file=x");
		assertEquals(sample, Options.parse(Sample.class, Options.texts(sample)));
	}

	@Test
	void numbersHaveSuffixesAndSixtyFourBits() {
		assertEquals(4L << 30, Options.number("4G"));
		assertEquals(-2048, Options.number("-2K"));
		assertEquals(-1L, Options.number("0xffffffffffffffff"));
		assertEquals(Long.MIN_VALUE, Options.number("-0x8000000000000000"));
		assertEquals("0x10000000000000000 is too large: it must fit into 64 bits",
				assertThrows(IllegalArgumentException.class, () -> Options.number("0x10000000000000000")).getMessage());
		assertThrows(IllegalArgumentException.class, () -> Options.number("9223372036854775808"));
		assertThrows(IllegalArgumentException.class, () -> Options.number("99999999999G"));
		assertThrows(IllegalArgumentException.class, () -> Options.number(""));
	}

	@Test
	void aWrongTextIsRefusedInOneLineWithTheMend() {
		assertEquals("option size: \"big\" is no whole number: write it like 4096, 4K or 0x1000", refusal("size=big"));
		assertEquals("option count: 4G is too large: choose a number from -2147483648 to 2147483647", refusal("count=4G"));
		assertEquals("option quick: \"yes\" is neither: write true or false", refusal("quick=yes"));
		assertEquals("option trace: there is no \"all\": choose one of none, every-step", refusal("trace=all"));
		assertEquals("option start: \"now\" is no time: write it in UTC, such as 2026-01-31T18:00:00Z", refusal("start=now"));
		assertEquals("there is no option \"colour\": choose one of size, count, quick, text, trace, file, start",
				refusal("colour=red"));
		assertEquals("option size has no value: write size=VALUE", refusal("size"));
		assertEquals("option count is given twice: leave one out", refusal("count=1", "count=2"));
		assertEquals("count=9: choose 1 to 8", refusal("count=9"));
		assertEquals("there is no option \"a\": leave it out, nothing can be set here",
				assertThrows(IllegalArgumentException.class, () -> Options.parse(Nothing.class, List.of("a=1"))).getMessage());
	}

	@Test
	void aWrongRecordIsReportedWithItsComponent() {
		assertEquals("int count of " + Untold.class.getName() + " has no @Option: annotate it",
				assertThrows(IllegalStateException.class, () -> Options.defaults(Untold.class)).getMessage());
		assertEquals("double part of " + Strange.class.getName()
				+ " cannot be an option: use long, int, boolean, String, an enum, Path or Instant",
				assertThrows(IllegalStateException.class, () -> Options.choices(Strange.class)).getMessage());
		assertEquals("the default of int count of " + WrongDefault.class.getName()
				+ ": \"two\" is no whole number: write it like 4096, 4K or 0x1000",
				assertThrows(IllegalStateException.class, () -> Options.defaults(WrongDefault.class)).getMessage());
	}

	@Test
	void choicesSayWhatCanBeWritten() {
		List<Options.Choice> choices = Options.choices(Sample.class);
		assertEquals(new Options.Choice("size", "number", "Bytes.", "128M"), choices.get(0));
		assertEquals("none|every-step", choices.get(4).values());
	}
}
