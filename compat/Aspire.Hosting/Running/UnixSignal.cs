using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running;

/// <summary>Sends signals, which the framework does not offer.</summary>
internal static partial class UnixSignal
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal. Nothing happens if the process has ended already.</summary>
    public static void Send(int processId, int signal) => _ = KillCore(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int KillCore(int processId, int signal);
}
