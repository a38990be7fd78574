using Microsoft.Data.Sqlite;

namespace Digits.Processing.Storage;

/// <summary>Recognises a failure for want of space.</summary>
internal static class DiskFull
{
    // ENOSPC and EDQUOT as Linux numbers them, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as Windows reports them, SQLITE_FULL.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int SqliteFull = 13;

    public static bool IsCauseOf(Exception fault) => fault switch
    {
        IOException io => io.HResult is NoSpace or QuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull,
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteFull,
        _ => fault.InnerException is { } inner && IsCauseOf(inner),
    };
}
