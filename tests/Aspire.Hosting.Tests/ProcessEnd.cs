using System.Diagnostics;

namespace Digits.Hosting.Tests;

/// <summary>Waits for the end of processes that are not children of this one.</summary>
internal static class ProcessEnd
{
    public static async Task WaitAsync(int processId, CancellationToken cancellationToken)
    {
        while (IsAlive(processId))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && !IsZombie(processId);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // Nobody may have collected the exit code yet, but the process itself is gone.
    private static bool IsZombie(int processId)
    {
        try
        {
            return OperatingSystem.IsLinux() && File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
