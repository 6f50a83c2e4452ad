package org.ringside.guest;

/**
 * A file that the user gave.
 *
 * @param name as the user wrote it, for messages
 * @param bytes its contents; not to be changed
 */
public record GuestFile(String name, byte[] bytes) {
}
