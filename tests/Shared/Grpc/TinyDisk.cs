using System.Diagnostics;

namespace Digits.Tests;

/// <summary>A disk of some megabytes in memory, which can be filled and made read-only. Needs the right to mount.</summary>
internal sealed class TinyDisk : IDisposable
{
    private const int BlockSize = 4096;

    public TinyDisk(int megabytes)
    {
        Path = Directory.CreateTempSubdirectory("digits-disk-").FullName;
        Mount("-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Path);
    }

    /// <summary>Why there can be none; null when there can.</summary>
    public static string? Missing { get; } = Find();

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        var block = new byte[BlockSize];
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Filler);

    public void MakeReadOnly() => Mount("-o", "remount,ro", Path);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux, whose file systems in memory can be as small as is wanted";
        }

        try
        {
            using var disk = new TinyDisk(1);
            return null;
        }
        catch (InvalidOperationException)
        {
            return "needs the right to mount a file system";
        }
    }

    private static void Mount(params string[] arguments)
    {
        if (Run("mount", arguments) != 0)
        {
            throw new InvalidOperationException("mount failed.");
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A fact that needs a disk of its own; skipped, with the reason, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TinyDiskFactAttribute : FactAttribute
{
    public TinyDiskFactAttribute() => Skip = TinyDisk.Missing;
}
