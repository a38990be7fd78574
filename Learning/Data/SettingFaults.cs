using System.Globalization;

namespace Digits.Learning.Data;

/// <summary>Collects settings that are out of range, each fault beginning with the setting's name. Not-a-number is in no range.</summary>
internal sealed class SettingFaults
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> All => _faults;

    public void Add(IEnumerable<string> faults) => _faults.AddRange(faults);

    public void Add(string name, string fault) => _faults.Add($"{name}: {fault}");

    public void Between(string name, double value, double least, double most) =>
        Unless(value >= least && value <= most, name, value, $"between {Text(least)} and {Text(most)}");

    public void AboveZero(string name, double value, double most = 1) =>
        Unless(value > 0 && value <= most, name, value, $"greater than 0 and at most {Text(most)}");

    /// <summary>From 0 up to, not including, 1.</summary>
    public void Share(string name, double value) => Unless(value is >= 0 and < 1, name, value, "at least 0 and less than 1");

    public void OneOf(string name, string value, IReadOnlyList<string> known)
    {
        if (!known.Contains(value))
        {
            Add(name, $"\"{value}\" is not known; known are {string.Join(", ", known)}.");
        }
    }

    private void Unless(bool right, string name, double value, string range)
    {
        if (!right)
        {
            Add(name, $"{Text(value)} is not {range}.");
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
