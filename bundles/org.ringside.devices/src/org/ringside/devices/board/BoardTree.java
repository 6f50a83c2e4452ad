package org.ringside.devices.board;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

import org.ringside.devices.fdt.FdtContext;
import org.ringside.devices.fdt.FdtDescribed;
import org.ringside.devices.fdt.FdtNode;
import org.ringside.machine.Hart;

/** The device tree of a machine: what the board knows is set here, the rest by each device. */
final class BoardTree implements FdtContext {

	private static final int SEED_BYTES = 32;

	private final BoardMachine built;
	private final FdtNode root = FdtNode.root();
	private final FdtNode soc;
	private final List<FdtNode> controllers;

	BoardTree(BoardMachine built) {
		this.built = built;
		Board board = built.board();
		root.cells("#address-cells", 2).cells("#size-cells", 2);
		if (!board.compatible().isEmpty()) {
			root.text("compatible", board.compatible());
		}
		root.text("model", board.label());
		controllers = RiscvTree.isFor(board.isa()) ? RiscvTree.harts(root, board.isa(), built.machine().harts().size()) : List.of();
		soc = root.child("soc").cells("#address-cells", 2).cells("#size-cells", 2).text("compatible", "simple-bus").flag("ranges");
	}

	FdtNode tree(String commandLine, long initialDiskStart, long initialDiskEnd) {
		root.child("memory@" + Long.toHexString(built.memoryBase())).text("device_type", "memory")
				.longs("reg", built.memoryBase(), built.memorySize());
		Map<String, FdtNode> nodes = built.devices().stream().filter(placed -> placed.device() instanceof FdtDescribed)
				.collect(Collectors.toMap(placed -> placed.line().name(), this::node));
		for (BoardMachine.Placed placed : built.devices()) {
			if (placed.device() instanceof FdtDescribed described) {
				FdtNode node = nodes.get(placed.line().name());
				described.describe(node, this);
				wire(node, placed.line().wires(), nodes);
			}
		}
		FdtNode chosen = root.child("chosen");
		Optional.ofNullable(nodes.get(built.board().console())).ifPresent(node -> chosen.text("stdout-path", node.path()));
		if (!commandLine.isEmpty()) {
			chosen.text("bootargs", commandLine);
		}
		if (initialDiskEnd != initialDiskStart) {
			chosen.longs("linux,initrd-start", initialDiskStart).longs("linux,initrd-end", initialDiskEnd);
		}
		byte[] entropy = new byte[SEED_BYTES];
		new Random(built.seed()).nextBytes(entropy);
		chosen.bytes("rng-seed", entropy);
		return root;
	}

	private FdtNode node(BoardMachine.Placed placed) {
		String name = ((FdtDescribed) placed.device()).fdtName();
		long base = placed.line().base();
		return soc.child(name + "@" + Long.toHexString(base)).longs("reg", base, placed.size());
	}

	/** Lines of one device lead to one controller, or the tree would need another notation. */
	private static void wire(FdtNode node, List<Board.Wire> wires, Map<String, FdtNode> nodes) {
		if (!wires.isEmpty() && nodes.containsKey(wires.getFirst().controller())) {
			String controller = wires.getFirst().controller();
			node.cells("interrupts", wires.stream().filter(wire -> wire.controller().equals(controller)).mapToInt(Board.Wire::input)
					.toArray());
			node.cells("interrupt-parent", nodes.get(controller).handle());
		}
	}

	@Override
	public FdtNode root() {
		return root;
	}

	@Override
	public int[] pins(String... names) {
		int[] cells = new int[controllers.size() * names.length * 2];
		int at = 0;
		for (int i = 0; i < controllers.size(); i++) {
			Hart hart = built.machine().harts().get(i);
			for (String name : names) {
				cells[at++] = controllers.get(i).handle();
				cells[at++] = hart.pinNamed(name);
			}
		}
		return cells;
	}
}
