using Digits.ServiceDefaults.Errors;

namespace Digits.Gateway.Errors;

/// <summary>Collects what is wrong with the fields of a request, so that a caller sees every fault at once.</summary>
internal sealed class RequestFaults
{
    // A body of a million wrong values must not be answered with a million faults.
    private const int MaxFaults = 20;
    private const int MaxFaultLength = 300;

    private readonly List<(string Field, string Fault)> _faults = [];

    public bool Any => _faults.Count > 0;

    /// <summary>Whether further faults would not be reported, so that nobody needs to look for them.</summary>
    public bool IsFull => _faults.Count >= MaxFaults;

    /// <param name="field">The field's JSON path, or "body" for the body itself; a long one is cut.</param>
    /// <param name="fault">What is wrong, as the rest of a sentence that the path begins: "must be true or false".</param>
    public void Add(string field, string fault)
    {
        if (!IsFull)
        {
            _faults.Add((CallerText.Shorten(field), CallerText.Shorten(fault, MaxFaultLength)));
        }
    }

    /// <exception cref="ProblemException">Something was added.</exception>
    public void ThrowIfAny()
    {
        if (!Any)
        {
            return;
        }

        var detail = string.Join("; ", _faults.Select(fault => $"{fault.Field} {fault.Fault}")) + ".";
        throw new ProblemException(new Problem(400, "INVALID_ARGUMENT", detail, "INVALID_FIELD")
        {
            Errors = _faults.GroupBy(fault => fault.Field, fault => fault.Fault).ToDictionary(group => group.Key, group => group.ToArray()),
        });
    }
}
