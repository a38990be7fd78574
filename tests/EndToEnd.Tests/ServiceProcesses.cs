using System.Diagnostics;

namespace Digits.EndToEnd.Tests;

/// <summary>
/// The processes of the services themselves. The orchestrator starts each by way of `dotnet run`, and the process that it names is that one.
/// </summary>
internal static class ServiceProcesses
{
    private const string Urls = "ASPNETCORE_URLS=";

    /// <summary>The processes that were told to keep their data in a folder, by their programs' names: "Digits.Processing".</summary>
    public static ILookup<string, int> Of(string dataFolder) =>
        WithVariable(variable => variable == $"DIGITS_DATA={dataFolder}").ToLookup(found => found.Program, found => found.Id);

    /// <summary>The process that was told to listen at an address, alone or beside others.</summary>
    public static int At(Uri address) => WithVariable(variable => variable.StartsWith(Urls, StringComparison.Ordinal) && Listens(variable, address.Port)).Single().Id;

    public static bool IsAlive(int id) => Read(id, "cmdline").Length > 0;

    private static bool Listens(string variable, int port) => variable[Urls.Length..].Split(';').Any(url => url.EndsWith($":{port}", StringComparison.Ordinal));

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
