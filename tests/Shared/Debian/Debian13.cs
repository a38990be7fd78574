using System.ComponentModel;
using System.Diagnostics;

namespace Digits.Tests.Debian;

/// <summary>
/// Runs .NET programs over the libraries of Debian 13, for native libraries that are too new for the system at hand. The root file system
/// is made by debootstrap, once, in the user's cache; the repository and the installed .NET appear in it where they are.
/// </summary>
internal static class Debian13
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // $1 root, $2 .NET, $3 repository, then the program. The mounts are seen by this process and its children alone.
    private const string Enter =
        """
        root=$1 dotnet=$2 repository=$3; shift 3
        mkdir -p "$root$dotnet" "$root$repository" &&
        mount --bind "$dotnet" "$root$dotnet" && mount --bind "$repository" "$root$repository" &&
        mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/tmp" &&
        exec chroot "$root" "$dotnet/dotnet" "$@"
        """;

    /// <summary>Why it cannot be entered; null when it can. Asks for nothing from the network.</summary>
    public static string? Missing { get; } = FindMissing();

    private static string Root => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "digits", "debian-13");

    private static string Dotnet => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>Makes the root file system if it is not there yet.</summary>
    /// <exception cref="InvalidOperationException">debootstrap failed; the message holds its last lines.</exception>
    public static void Prepare()
    {
        if (Directory.Exists(Root))
        {
            return;
        }

        var part = $"{Root}.{Environment.ProcessId}";
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        var (code, output) = Run(new ProcessStartInfo("debootstrap", ["--variant=minbase", "trixie", part]));
        if (code != 0)
        {
            Directory.Delete(part, recursive: true);
            throw new InvalidOperationException($"debootstrap could not make Debian 13: {string.Join(' ', output.Split('\n').TakeLast(3))}");
        }

        try
        {
            Directory.Move(part, Root);
        }
        catch (IOException) when (Directory.Exists(Root))
        {
            // Another process was quicker.
            Directory.Delete(part, recursive: true);
        }
    }

    /// <summary>How to start the installed .NET in there: `dotnet` with these arguments.</summary>
    public static ProcessStartInfo Start(params string[] args)
    {
        var start = new ProcessStartInfo(
            "unshare", ["--mount", "--propagation", "private", "sh", "-c", Enter, "sh", Root, Dotnet, Repository.Root, .. args]);
        start.Environment["HOME"] = "/tmp";
        start.Environment["DOTNET_ROOT"] = Dotnet;
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        return start;
    }

    /// <summary>Runs a program to its end and gives its exit code and all that it wrote.</summary>
    public static (int Code, string Output) Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} did not end within {Patience}.");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "Debian 13 is entered only on Linux and as root";
        }

        try
        {
            if (Run(new ProcessStartInfo("unshare", ["--mount", "true"])).Code != 0)
            {
                return "Debian 13 needs mounts of its own, which unshare was not allowed";
            }

            return Directory.Exists(Root) || Run(new ProcessStartInfo("debootstrap", ["--version"])).Code == 0 ? null : "debootstrap does not work";
        }
        catch (Win32Exception exception)
        {
            return $"Debian 13 needs unshare and debootstrap: {exception.Message}";
        }
    }
}
