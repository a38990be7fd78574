using Digits.ServiceDefaults.Errors;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Digits.ServiceDefaults.Storage;

/// <summary>Why a write to a volume or a read from it failed.</summary>
public enum StorageFault
{
    /// <summary>The volume, or the quota of this user on it, has no space left.</summary>
    Full,

    /// <summary>The volume is mounted read-only, or this user may not write to it.</summary>
    ReadOnly,

    /// <summary>The device failed.</summary>
    Failed,
}

/// <summary>
/// Recognises a fault of the disk in an exception of the file system, of SQLite, or of Entity Framework, by error codes and never by
/// message texts, and describes it in the same words everywhere.
/// </summary>
public static class StorageFaults
{
    // errno of Linux; those of macOS differ for the quota alone. .NET keeps the raw number in HResult.
    private const int Eio = 5;
    private const int Enospc = 28;
    private const int Erofs = 30;
    private const int EdquotMac = 69;
    private const int Edquot = 122;

    // HRESULTs of ERROR_WRITE_PROTECT, ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL and ERROR_IO_DEVICE of Windows.
    private const int WindowsWriteProtect = unchecked((int)0x80070013);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsDevice = unchecked((int)0x8007045D);

    // https://www.sqlite.org/rescode.html
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteIoErrorSharedMemorySize = 4874;

    /// <summary>The fault of the disk that caused an exception, directly or through an inner exception; null when there is none.</summary>
    public static StorageFault? Find(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            var fault = cause switch
            {
                AggregateException { InnerExceptions.Count: > 1 } several =>
                    several.InnerExceptions.Select(Find).FirstOrDefault(found => found is not null),
                SqliteException database => Of(database),
                UnauthorizedAccessException => StorageFault.ReadOnly,
                IOException file => Of(file.HResult),
                _ => null,
            };
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>What happened and what to do next, a sentence or two for a person.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="volume">What the volume is called, for example "model volume".</param>
    public static string Describe(StorageFault fault, string volume) => fault switch
    {
        StorageFault.Full => $"The {volume} has no space left. Delete what is no longer needed, or make the volume larger, and try again.",
        StorageFault.ReadOnly => $"The {volume} is read-only. Make it writable for this service and try again.",
        _ => $"The {volume} failed on a read or a write. Check its disk, its quota and the system's log.",
    };

    /// <summary>The exception of a write that is refused because the remaining space is kept for more important writes.</summary>
    public static IOException NoSpace() => new("There is no space left.", OperatingSystem.IsWindows() ? WindowsDiskFull : Enospc);

    /// <summary>The answer to a call that the fault stopped.</summary>
    /// <inheritdoc cref="Describe"/>
    public static RpcException ToRpc(StorageFault fault, string volume) => fault switch
    {
        StorageFault.Full => RpcErrors.ResourceExhausted("DISK_FULL", Describe(fault, volume)),
        StorageFault.ReadOnly => RpcErrors.FailedPrecondition("DISK_READ_ONLY", Describe(fault, volume)),
        _ => RpcErrors.Internal("DISK_FAILED", Describe(fault, volume)),
    };

    private static StorageFault? Of(SqliteException exception) => exception.SqliteErrorCode switch
    {
        SqliteFull => StorageFault.Full,
        SqliteReadOnly => StorageFault.ReadOnly,
        // SQLite opens its journal late. A folder that does not take a new file is the one way in which that fails in a service whose
        // database is there.
        SqliteCannotOpen => StorageFault.ReadOnly,
        // The shared memory of the write-ahead log is a file; it cannot grow on a full disk.
        SqliteIoError when exception.SqliteExtendedErrorCode == SqliteIoErrorSharedMemorySize => StorageFault.Full,
        SqliteIoError => StorageFault.Failed,
        _ => null,
    };

    private static StorageFault? Of(int code) => code switch
    {
        Enospc or Edquot or EdquotMac or WindowsDiskFull or WindowsHandleDiskFull => StorageFault.Full,
        Erofs or WindowsWriteProtect => StorageFault.ReadOnly,
        Eio or WindowsDevice => StorageFault.Failed,
        _ => null,
    };
}
