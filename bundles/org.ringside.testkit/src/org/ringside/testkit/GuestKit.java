package org.ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.guest.GuestFile;
import org.ringside.guest.GuestMaker;
import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.lab.Experiment.Role;
import org.ringside.lab.Inputs;
import org.ringside.lab.LabException;
import org.ringside.lab.Run;
import org.ringside.lab.SavedRun;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Options;

/**
 * What holds for every guest. A test of one's own guest extends it, and says how it is run and how it must end:
 *
 * <pre>{@code
 * class SpinKitTest extends GuestKit {
 * 	@Override
 * 	protected Experiment experiment() {
 * 		return Experiment.standard().withGuest("spin").withMemory(1 << 20);
 * 	}
 *
 * 	@Override
 * 	protected Expected expected() {
 * 		return new Expected(new Ending(Ending.Reason.STEPS, 0), "", 10_000);
 * 	}
 * }
 * }</pre>
 */
public abstract class GuestKit {

	private static final int SAVES = 8;
	private static final int CHANGES = 40;
	/** Steps that a guest of changed files makes; most give up or spin at once. */
	private static final long CHANGED_STEPS = 2_000;

	/**
	 * How a run ends.
	 *
	 * @param prints what must be on the console by then
	 * @param steps at most; where a guest has no end of its own, exactly
	 */
	public record Expected(Ending ending, String prints, long steps) {
	}

	/** How the guest is run; a memory that is not larger than it needs makes the tests fast. */
	protected abstract Experiment experiment();

	/** How that ends. */
	protected abstract Expected expected();

	/** Options that the guest must refuse, {@code name=value} each. */
	protected List<String> badOptions() {
		return List.of();
	}

	/** Where its contribution is found. */
	protected Catalog catalog() {
		return FlatCatalog.ofClassPath();
	}

	/** Executors that must run it to equal ends. */
	protected List<String> engines() {
		return List.of("interpreter", "reference");
	}

	private final Catalog catalog = catalog();

	@TempDir
	private Path folder;

	/** What was seen of a run: its report but for the time on the wall, and its console. */
	private record Seen(Ending ending, String report, String console) {
	}

	private Seen play(Run run) {
		ByteArrayOutputStream console = new ByteArrayOutputStream();
		run.onOutput(console::writeBytes);
		Ending ending = run.play(expected().steps(), Duration.ofMinutes(5));
		List<String> report = run.report(ending).json().lines().filter(line -> !line.contains("\"wallSeconds\"")).toList();
		return new Seen(ending, String.join("\n", report), console.toString(StandardCharsets.UTF_8));
	}

	private Seen play(Experiment experiment) {
		try (Run run = Run.of(catalog, experiment, Inputs.none())) {
			return play(run);
		}
	}

	private GuestMaker<?> maker() {
		return catalog.find(GuestMaker.class, experiment().guest()).orElseThrow().maker();
	}

	@Test
	void itsMakerSaysWhatItIs() {
		Contribution says = maker().getClass().getAnnotation(Contribution.class);
		assertTrue(says.id().matches("[a-z][a-z0-9_.-]*"), says.id());
		assertFalse(says.label().isBlank());
	}

	@Test
	void everyOptionHasHelpAndTheDefaultsAreLegal() {
		Options.choices(maker().options()).forEach(choice -> assertFalse(choice.help().isBlank(), choice.name()));
		Record standard = Options.defaults(maker().options());
		assertEquals(standard, Options.parse(maker().options(), Options.texts(standard)));
	}

	@Test
	void badOptionsAreRefusedInOneLineThatNamesThem() {
		refused(experiment().withOptions(List.of("no-such-option=1")), "no-such-option");
		for (String option : badOptions()) {
			refused(experiment().withOptions(List.of(option)), option.substring(0, option.indexOf('=')));
		}
	}

	private void refused(Experiment experiment, String names) {
		String said = assertThrows(LabException.class, () -> Run.of(catalog, experiment, Inputs.none()).close(), names).getMessage();
		assertTrue(said.contains(names), said);
		clear(said);
	}

	/** One line, of words rather than of classes. */
	private static void clear(String said) {
		assertEquals(1, said.lines().count(), said);
		assertFalse(said.isBlank() || said.contains("Exception") || said.contains("java."), said);
	}

	@Test
	void itEndsAsItShouldAndTwiceTheSameOnEveryEngine() {
		Seen first = play(experiment().withEngine(engines().getFirst()));
		assertEquals(expected().ending(), first.ending(), first.console());
		assertTrue(first.console().contains(expected().prints()), first.console());
		for (String engine : engines()) {
			assertEquals(first, play(experiment().withEngine(engine)), engine);
		}
		assertEquals(first, play(experiment().withEngine(engines().getFirst())));
	}

	@Test
	void itsMakerRemembersNoRun() {
		Seen first = play(experiment());
		Experiment other = experiment().withHarts(2).withCommandLine("other");
		play(other);
		assertEquals(first, play(experiment()));
		assertEquals(play(other), play(other));
	}

	@Test
	void savedAtAnyStepItGoesOnAsTheUninterruptedRun() {
		String whole;
		long steps;
		try (Run run = Run.of(catalog, experiment(), Inputs.none())) {
			whole = play(run).report();
			steps = run.progress().steps();
		}
		Random random = new Random(1);
		Path file = folder.resolve("run");
		for (int i = 0; i < SAVES; i++) {
			long at = random.nextLong(steps);
			try (Run run = Run.of(catalog, experiment(), Inputs.none())) {
				run.play(at, Run.FOR_EVER);
				run.save(file);
			}
			try (Run run = Run.of(catalog, SavedRun.read(file), experiment().engine(), Optional.empty())) {
				assertEquals(whole, play(run).report(), "saved at step " + at);
			}
		}
	}

	@Test
	void ofDamagedFilesItIsRefusedInOneLineOrRunsSomehow() throws Exception {
		Random random = new Random(2);
		for (Map.Entry<String, GuestFile> file : experiment().files().entrySet()) {
			Role role = Role.valueOf(file.getKey().toUpperCase(Locale.ROOT));
			byte[] good = file.getValue().bytes();
			bearable(role, new byte[0]);
			bearable(role, new byte[1]);
			bearable(role, "This is a text.\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
			bearable(role, zipped(good));
			bearable(role, Arrays.copyOf(zipped(good), 40));
			// what is in a RAM disk is the guest's own affair
			for (int i = 0; i < (role == Role.INITRD ? 0 : CHANGES); i++) {
				bearable(role, changed(good, random));
			}
		}
	}

	private void bearable(Role role, byte[] bytes) {
		Experiment damaged = experiment().withFile(role, new GuestFile("damaged", bytes));
		Executable act = () -> {
			try (Run run = Run.of(catalog, damaged, Inputs.none())) {
				run.play(CHANGED_STEPS, Duration.ofSeconds(20));
			} catch (LabException e) {
				clear(e.getMessage());
			}
		};
		assertAll("%s of %d bytes, with hash %08x".formatted(role, bytes.length, Arrays.hashCode(bytes)), act);
	}

	private static byte[] zipped(byte[] bytes) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
			zip.write(bytes);
		}
		return out.toByteArray();
	}

	/** Most formats have what matters at the beginning and at the end. */
	private static byte[] changed(byte[] good, Random random) {
		byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
		for (int i = random.nextInt(1, 8); i > 0 && bytes.length > 0; i--) {
			int near = random.nextInt(Math.min(bytes.length, 256));
			int at = switch (random.nextInt(3)) {
			case 0 -> near;
			case 1 -> bytes.length - 1 - near;
			default -> random.nextInt(bytes.length);
			};
			bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
		}
		return bytes;
	}
}
