using System.Security.Cryptography;
using Aspirate.Commands;

namespace Aspirate.Manifests;

/// <summary>Gives every parameter of the application a value.</summary>
internal static class ParameterValues
{
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <exception cref="AspirateException">A parameter has no value, and no user can be asked for one.</exception>
    public static void Assign(IReadOnlyDictionary<string, ManifestResource> resources, Answers answers)
    {
        var given = Given(answers.Parameters ?? []);
        var parameters = resources.Values.Where(r => r.IsParameter).ToArray();
        foreach (var unknown in given.Keys.Where(name => parameters.All(p => p.Name != name)))
        {
            Terminal.Warn($"The application has no parameter '{unknown}'; its value is not used.");
        }

        foreach (var parameter in parameters)
        {
            parameter.Value = given.TryGetValue(parameter.Name, out var value) ? value : Value(parameter, answers);
        }
    }

    private static Dictionary<string, string> Given(IEnumerable<string> assignments)
    {
        var values = new Dictionary<string, string>();
        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
            {
                throw new AspirateException($"--parameter '{assignment}' is not of the form name=value.");
            }

            values[assignment[..at]] = assignment[(at + 1)..];
        }

        return values;
    }

    private static string Value(ManifestResource parameter, Answers answers)
    {
        var input = parameter.Inputs.Values.FirstOrDefault();
        if (input?.Default is not null)
        {
            Terminal.Say($"Generated a value for parameter '{parameter.Name}'.");
            return RandomNumberGenerator.GetString(Characters, input.MinLength);
        }

        return answers.CanAsk
            ? Terminal.Ask($"Value of parameter '{parameter.Name}':", isSecret: input?.Secret == true)
            : throw new AspirateException($"Parameter '{parameter.Name}' has no value: give it one by --parameter {parameter.Name}=VALUE.");
    }
}
