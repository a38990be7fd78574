using System.Diagnostics;

namespace Digits.EndToEnd.Tests;

/// <summary>
/// The processes of the services themselves. The orchestrator starts each by way of `dotnet run`, and the process that it names is that one.
/// </summary>
internal static class ServiceProcesses
{
    /// <summary>The processes that were told to keep their data in a folder, by their programs' names: "Digits.Processing".</summary>
    public static ILookup<string, int> Of(string dataFolder) =>
        WithVariable(variable => variable == $"DIGITS_DATA={dataFolder}").ToLookup(found => found.Program, found => found.Id);

    /// <summary>The process that was told to listen at an address.</summary>
    public static int At(Uri address)
    {
        var port = $":{address.Port}";
        return WithVariable(variable => variable.StartsWith("ASPNETCORE_URLS=", StringComparison.Ordinal) && variable.EndsWith(port, StringComparison.Ordinal))
            .Single().Id;
    }

    public static bool IsAlive(int id) => Read(id, "cmdline").Length > 0;

    private static IEnumerable<(int Id, string Program)> WithVariable(Func<string, bool> variable) =>
        Process.GetProcesses().Select(process => process.Id)
            .Select(id => (Id: id, Program: Path.GetFileName(Read(id, "cmdline").Split('\0')[0])))
            .Where(found => found.Program.StartsWith("Digits.", StringComparison.Ordinal))
            .Where(found => Read(found.Id, "environ").Split('\0').Any(variable));

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
