using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running;

/// <summary>Sends the signal that asks a process to end; the framework can only kill.</summary>
internal static partial class UnixSignal
{
    private const int Sigterm = 15;

    /// <summary>Asks a process to end. Nothing happens if it has ended already.</summary>
    public static void Terminate(int processId) => _ = Kill(processId, Sigterm);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
