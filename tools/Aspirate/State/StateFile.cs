using System.Text.Json;
using System.Text.Json.Serialization;
using Aspirate.Commands;

namespace Aspirate.State;

/// <summary>The answers of the last run, kept in the folder that the tool is started in.</summary>
internal static class StateFile
{
    private const string FileName = "aspirate-state.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>The answers of the last run; empty ones if there is no file, or if the user declines to reuse it.</summary>
    /// <exception cref="AspirateException">The file cannot be read.</exception>
    public static Answers Restore(bool canAsk)
    {
        if (!File.Exists(FileName))
        {
            return new();
        }

        if (canAsk && !Terminal.Confirm($"Use the answers of the last run, from {FileName}?"))
        {
            return new();
        }

        try
        {
            var answers = JsonSerializer.Deserialize<Answers>(File.ReadAllText(FileName), Json) ?? new();
            Terminal.Done($"Took over the answers of the last run from {FileName}");
            return answers;
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new AspirateException($"{FileName} cannot be read: {fault.Message.TrimEnd('.')}. Remove it, or add --disable-state.", fault);
        }
    }

    public static void Save(Answers answers) => File.WriteAllText(FileName, JsonSerializer.Serialize(answers, Json));
}
