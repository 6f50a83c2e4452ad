package org.ringside.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringside.machine.catalog.Contribution;

class BoardTest {

	private static final String HEAD = """
			board b "A board"
			isa riscv64
			memory 0x80000000 1M
			""";

	@Test
	void theShippedBoardIsReadAsItIsWritten() {
		Board board = new VirtBoard().board();
		assertEquals("virt", board.id());
		assertEquals("RISC-V virt, as QEMU models it", board.label());
		assertEquals(Set.of("extensions", "mmu"), board.isa().features().keySet());
		assertEquals(8, board.harts().most());
		assertEquals(10, board.rate());
		assertEquals(128 << 20, board.memory().size());
		assertEquals(List.of("test", "rtc", "clint", "plic", "uart0", "virtio0", "virtio1", "virtio2", "virtio3", "virtio4", "virtio5",
				"virtio6", "virtio7"), board.devices().stream().map(Board.DeviceLine::name).toList());
		Board.DeviceLine uart = board.device("uart0").orElseThrow();
		assertEquals(0x1000_0000, uart.base());
		assertEquals(Optional.of(0x100L), uart.size());
		assertEquals("irq plic 10", uart.wires().stream().map(w -> w.line() + " " + w.controller() + " " + w.input()).findFirst().get());
		assertEquals("uart0", board.console());
		assertEquals(board.label(), VirtBoard.class.getAnnotation(Contribution.class).label());
	}

	@Test
	void whatABoardDoesNotSayIsStandard() {
		Board board = Board.parse("b.board", HEAD);
		assertEquals(1, board.harts().standard());
		assertEquals(10, board.rate());
		assertEquals("", board.console());
		assertEquals(List.of(), board.devices());
	}

	@Test
	void commentsBlanksAndOptionsAreRead() {
		Board board = Board.parse("b.board", HEAD + "\n   # nothing\n\tdevice  p plic at 0x1000  sources=53 # fewer\nrate 1 # GHz\n");
		assertEquals(List.of("sources=53"), board.device("p").orElseThrow().options());
		assertEquals(Optional.empty(), board.device("p").orElseThrow().size());
		assertEquals(1, board.rate());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			bord b                              | 4:1: there is no line "bord": a line begins with board, compatible, isa, harts, rate, memory, device, console or #
			isa riscv64                         | 4:1: there is a second line "isa": leave one out
			rate fast                           | 4:6: rate: "fast" is no whole number: write it like 4096, 4K or 0x1000
			rate 0                              | 4:6: rate of 0: it must be at least 1
			rate                                | 4:5: rate is missing: add it at the end of the line
			rate 10 20                          | 4:9: "20" is one word too many: write rate NANOSECONDS
			harts 9                             | 4:7: 9 harts: choose 1 to 8
			harts 4 max 2                       | 4:7: 4 harts, but at most 2: choose 1 to 2
			device Uart ns16550a at 0           | 4:8: "Uart" is no name of the device: use lower-case letters, digits, -, _ and .
			device u ns16550a 0x1000            | 4:19: "at" is missing: write device NAME KIND at ADDRESS [size SIZE] [irq CONTROLLER NUMBER] [line NAME CONTROLLER NUMBER] [OPTION=VALUE ...]
			device u ns16550a at 0x1000 size 0  | 4:34: size of 0: it must be at least 1
			device u ns16550a at -1             | 4:22: address of -1: it must be at least 0
			device u ns16550a at 0 irq plic 10  | 4:28: the board has no device "plic": choose one of u
			device u ns16550a at 0 irq plic     | 4:32: number of the input is missing: add it at the end of the line
			console tty                         | 4:9: the board has no device "tty": add it
			rate "10                            | 4:6: the text "10 has no end: close it with "
			""")
	void aWrongLineIsRefusedWithItsPlaceAndTheMend(String line, String message) {
		assertEquals("b.board:" + message, refusal(HEAD + line));
	}

	@Test
	void twoDevicesOfOneNameAreRefused() {
		assertEquals("b.board:5:8: a second device is called u: rename one", refusal(HEAD + "device u a at 0\ndevice u b at 16\n"));
	}

	@Test
	void twoLinesIntoOneInputAreRefused() {
		assertEquals("b.board:6:21: input 3 of p has its line from line 5 already: use another",
				refusal(HEAD + "device p plic at 0\ndevice u a at 0 irq p 3\ndevice v a at 0 irq p 3\n"));
	}

	@Test
	void whatIsMissingIsSaid() {
		assertEquals("b.board:2:1: the board has no line \"isa\": add \"isa NAME [FEATURE=VALUE ...]\"", refusal("board b \"B\"\n"));
		assertEquals("b.board:1:1: the board has no line \"board\": add \"board NAME \"LABEL\"\"", refusal(""));
	}

	@Test
	void memoryIsWholeFrames() {
		assertEquals("b.board:3:1: memory of 0x1001 bytes at 0x1000: both must be multiples of 4096",
				refusal("board b \"B\"\nisa x\nmemory 0x1000 0x1001\n"));
		assertEquals("b.board:3:1: memory of 0x2000000000 bytes: choose at most 64G", refusal("board b \"B\"\nisa x\nmemory 0 128G\n"));
	}

	private static String refusal(String text) {
		return assertThrows(BoardException.class, () -> Board.parse("b.board", text)).getMessage();
	}
}
