package org.ringside.machine.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.machine.Component;
import org.ringside.machine.Memory;

class SnapshotTest {

	/** Counts; version 2, whose version 1 called the count "n". */
	static final class Counter implements Component<Counter.State> {
		record State(int count, String text) {
		}

		State now;
		int limit = Integer.MAX_VALUE;

		Counter(int count, String text) {
			now = new State(count, text);
		}

		@Override
		public Class<State> stateType() {
			return State.class;
		}

		@Override
		public int stateVersion() {
			return 2;
		}

		@Override
		public State state() {
			return now;
		}

		@Override
		public void restore(State state) {
			if (state.count > limit && now.count != state.count) {
				throw new IllegalArgumentException("more than " + limit);
			}
			now = state;
		}

		@Override
		public State migrate(int version, Map<String, Object> fields) {
			if (version != 1) {
				return Component.super.migrate(version, fields);
			}
			Map<String, Object> today = new LinkedHashMap<>(fields);
			today.put("count", today.remove("n"));
			return StateCodec.bind(State.class, today);
		}
	}

	record StateOfVersion1(int n, String text) {
	}

	@TempDir
	Path folder;

	final Memory memory = new Memory(1 << 20);
	final Counter a = new Counter(1, "a");
	final Counter b = new Counter(2, "b");

	SequencedMap<String, Component<?>> components() {
		SequencedMap<String, Component<?>> map = new LinkedHashMap<>();
		map.put("b", b);
		map.put("a", a);
		return map;
	}

	Snapshot take() {
		return Snapshot.of(components(), memory);
	}

	Path file(String name) {
		return folder.resolve(name);
	}

	@Test
	void restoringBringsBackComponentsAndMemory() {
		memory.write(5, 0, 8, 42);
		Snapshot before = take();
		a.now = new Counter.State(7, "x");
		memory.write(5, 0, 8, 43);
		memory.write(6, 0, 8, 44);
		before.restore(components(), memory);
		assertEquals(new Counter.State(1, "a"), a.now);
		assertEquals(42, memory.read(5, 0, 8));
		assertEquals(0, memory.read(6, 0, 8));
		memory.write(6, 8, 8, 45);
		assertEquals(45, memory.read(6, 8, 8));
	}

	@Test
	void aFileBringsBackTheSameDigestAndFacts() {
		memory.write(5, 0, 8, 42);
		memory.write(255, 4088, 8, -1);
		Snapshot taken = take().about(Map.of("board", "virt"));
		SnapshotFile.write(taken, file("s"));
		Snapshot read = SnapshotFile.read(file("s"));
		assertEquals(new Digest().of(taken), new Digest().of(read));
		assertEquals(Map.of("board", "virt"), read.about());
		assertEquals(List.of("b", "a"), List.copyOf(read.parts().keySet()));
		a.now = new Counter.State(7, "x");
		memory.write(5, 0, 8, 43);
		read.restore(components(), memory);
		assertEquals(new Digest().of(taken), new Digest().of(take()));
	}

	@Test
	void onlyFramesWithContentTakeRoomInTheFile() throws IOException {
		Memory large = new Memory(1L << 30);
		large.write(100, 0, 8, 1);
		large.host(200);
		SnapshotFile.write(Snapshot.of(components(), large), file("s"));
		assertTrue(Files.size(file("s")) < 1000, "size " + Files.size(file("s")));
		assertFalse(SnapshotFile.read(file("s")).memory().used(200));
	}

	@Test
	void writingReplacesAFileWholeAndLeavesNothingBeside() throws IOException {
		Files.writeString(file("s"), "old");
		SnapshotFile.write(take(), file("s"));
		SnapshotFile.read(file("s"));
		try (var files = Files.list(folder)) {
			assertEquals(List.of(file("s")), files.toList());
		}
	}

	@Test
	void aFailedWriteLeavesTheOldFile() throws IOException {
		Files.writeString(file("s"), "old");
		Snapshot bad = new Snapshot(new LinkedHashMap<>(Map.of("x", new Snapshot.Taken(new StateOfVersion1(1, null), 1))),
				memory.snapshot(), Map.of());
		assertThrows(IllegalArgumentException.class, () -> SnapshotFile.write(bad, file("s")));
		assertEquals("old", Files.readString(file("s")));
		try (var files = Files.list(folder)) {
			assertEquals(1, files.count());
		}
	}

	@Test
	void aFileThatIsNotThereNotOursOrOfAnotherFormatIsNamed() throws IOException {
		assertRead("snapshot FILE cannot be read: there is no such file or folder", null);
		assertRead("FILE is no snapshot: it does not begin with RINGSNAP", new byte[3]);
		byte[] good = written();
		good[11] = 9;
		assertRead("snapshot FILE is of format 9, this program reads format 1: take it anew with this version", good);
		StateException e = assertThrows(StateException.class, () -> SnapshotFile.write(take(), file("none/s")));
		assertEquals("snapshot " + file("none/s") + " cannot be written: there is no such file or folder", e.getMessage());
	}

	@Test
	void everyTruncationAndEveryFlippedBitIsRefused() throws IOException {
		byte[] good = written();
		for (int length = 0; length < good.length; length += 7) {
			refused(Arrays.copyOf(good, length));
		}
		for (int i = 0; i < good.length; i++) {
			byte[] flipped = good.clone();
			flipped[i] ^= 0x10;
			refused(flipped);
		}
		assertRead("snapshot FILE is broken: it is truncated to %d of %d bytes; take it anew".formatted(good.length - 1,
				good.length), Arrays.copyOf(good, good.length - 1));
		assertRead("snapshot FILE is broken: 2 bytes follow its end; take it anew", Arrays.copyOf(good, good.length + 2));
		good[good.length - 1] ^= 1;
		assertRead("snapshot FILE is broken: its checksum is wrong; take it anew", good);
	}

	private byte[] written() throws IOException {
		memory.write(5, 0, 8, 42);
		SnapshotFile.write(take(), file("good"));
		return Files.readAllBytes(file("good"));
	}

	private void refused(byte[] bytes) throws IOException {
		Files.write(file("bad"), bytes);
		StateException e = assertThrows(StateException.class, () -> SnapshotFile.read(file("bad")));
		assertEquals(1, e.getMessage().lines().count());
	}

	private void assertRead(String message, byte[] bytes) throws IOException {
		Files.deleteIfExists(file("bad"));
		if (bytes != null) {
			Files.write(file("bad"), bytes);
		}
		StateException e = assertThrows(StateException.class, () -> SnapshotFile.read(file("bad")));
		assertEquals(message.replace("FILE", file("bad").toString()), e.getMessage());
	}

	@Test
	void aComponentTheMachineLacksOrTheSnapshotLacksIsNamedAndNothingChanges() {
		Snapshot both = take();
		SequencedMap<String, Component<?>> fewer = new LinkedHashMap<>(components());
		fewer.remove("a");
		a.now = new Counter.State(9, "");
		b.now = new Counter.State(9, "");
		assertRestore("the snapshot holds the state of a (" + Counter.State.class.getName()
				+ "), which this machine does not have: add it", both, fewer, memory);
		assertRestore("the machine has a, of which the snapshot holds no state: remove it", Snapshot.of(fewer, memory),
				components(), memory);
		assertRestore("the snapshot has 1024 KiB of memory, the machine 2048 KiB: use the same --memory", both, components(),
				new Memory(2 << 20));
		assertEquals(9, b.now.count());
	}

	private static void assertRestore(String message, Snapshot snapshot, SequencedMap<String, Component<?>> components,
			Memory memory) {
		StateException e = assertThrows(StateException.class, () -> snapshot.restore(components, memory));
		assertEquals(message, e.getMessage());
	}

	@Test
	void aComponentThatRefusesItsStateLeavesAllAsTheyWere() {
		Snapshot bad = Snapshot.of(components(), memory);
		a.now = new Counter.State(0, "");
		a.limit = 0;
		b.now = new Counter.State(9, "");
		memory.write(5, 0, 8, 42);
		assertRestore("the snapshot does not fit this machine: more than 0", bad, components(), memory);
		assertEquals(9, b.now.count());
		assertEquals(42, memory.read(5, 0, 8));
	}

	@Test
	void aStateOfAnOlderVersionIsMigratedAndAnUnknownVersionRefused() {
		restoreStored(1);
		assertEquals(new Counter.State(5, "old"), a.now);
		StateException e = assertThrows(StateException.class, () -> restoreStored(3));
		assertEquals("the state of a cannot be read: state of version 3 cannot be read by version 2", e.getMessage());
	}

	private void restoreStored(int version) {
		SequencedMap<String, Snapshot.Part> parts = new LinkedHashMap<>();
		parts.put("a", new Snapshot.Stored(Counter.State.class.getName(), version,
				StateCodec.encode(new StateOfVersion1(5, "old"))));
		SequencedMap<String, Component<?>> only = new LinkedHashMap<>(Map.of("a", a));
		new Snapshot(parts, memory.snapshot(), Map.of()).restore(only, memory);
	}

	@Test
	void aDigestDependsOnContentsAloneAndNotOnHowItCameAbout() {
		String empty = new Digest().of(take());
		memory.host(3);
		memory.write(4, 0, 8, 1);
		String used = new Digest().of(take());
		memory.write(4, 0, 8, 0);
		assertEquals(empty, new Digest().of(take()));
		assertNotEquals(empty, used);
		a.now = new Counter.State(1, "other");
		assertNotEquals(empty, new Digest().of(take()));
		a.now = new Counter.State(1, "a");
		assertEquals(empty, new Digest().of(take()));
		assertNotEquals(empty, new Digest().of(Snapshot.of(components(), new Memory(2 << 20))));
	}

	@Test
	void aDigestThatRemembersAgreesWithOneThatDoesNot() {
		Digest remembering = new Digest();
		java.util.Random random = new java.util.Random(1);
		for (int round = 0; round < 50; round++) {
			for (int i = random.nextInt(5); i > 0; i--) {
				memory.write(random.nextInt(memory.frames()), 8 * random.nextInt(512), 8, random.nextInt(2));
			}
			Snapshot now = take();
			assertEquals(new Digest().of(now), remembering.of(now));
		}
	}

	@Test
	void theDifferenceOfTwoTreesIsTheFramesThatDiffer() {
		Memory odd = new Memory(37 * Memory.FRAME);
		odd.write(36, 0, 8, 1);
		Merkle before = Merkle.of(odd.snapshot());
		odd.write(0, 0, 8, 1);
		odd.write(17, 0, 8, 1);
		odd.write(36, 0, 8, 0);
		odd.host(20);
		Merkle after = before.next(odd.snapshot());
		assertEquals(List.of(0, 17, 36), Merkle.diff(before, after));
		assertEquals(List.of(), Merkle.diff(after, Merkle.of(odd.snapshot())));
		assertArrayEquals(after.root(), Merkle.of(odd.snapshot()).root());
	}

	@Test
	void aTreeOfOneFrameIsItsHash() throws Exception {
		Memory one = new Memory(Memory.FRAME);
		byte[] zeros = java.security.MessageDigest.getInstance("SHA-256").digest(new byte[Memory.FRAME]);
		assertArrayEquals(zeros, Merkle.of(one.snapshot()).root());
		one.write(0, 0, 1, 1);
		assertEquals(List.of(0), Merkle.diff(Merkle.of(one.snapshot()), Merkle.of(new Memory(Memory.FRAME).snapshot())));
	}

	@Test
	void tenThousandSnapshotsAreCheap() {
		Memory large = new Memory(128 << 20);
		for (int frame = 0; frame < 2000; frame++) {
			large.write(frame, 0, 8, frame + 1);
		}
		long copies = 0;
		Snapshot last = Snapshot.of(components(), large);
		for (int i = 0; i < 10_000; i++) {
			large.write(i % 2000, 8, 8, i);
			Snapshot now = Snapshot.of(components(), large);
			for (int frame = i % 2000; frame < 2000; frame += 500) {
				copies += now.memory().same(frame, last.memory()) ? 0 : 1;
			}
			last = now;
		}
		assertEquals(10_000, copies);
	}
}
