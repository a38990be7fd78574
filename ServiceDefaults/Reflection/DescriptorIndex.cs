using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.ServiceDefaults.Reflection;

/// <summary>Finds descriptors by file name, by symbol and by extension, over the mapped services and everything that they import.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _byName = [];
    private readonly Dictionary<string, FileDescriptor> _bySymbol = [];
    private readonly Dictionary<(string Extended, int Number), FileDescriptor> _byExtension = [];

    public DescriptorIndex(MappedServices services)
    {
        ServiceNames = [.. services.Names];
        foreach (var service in services.Descriptors)
        {
            Add(service.File);
        }
    }

    public IReadOnlyList<string> ServiceNames { get; }

    public FileDescriptor? FindFile(string name) => _byName.GetValueOrDefault(name);

    public FileDescriptor? FindSymbol(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    public FileDescriptor? FindExtension(string extended, int number) => _byExtension.GetValueOrDefault((extended, number));

    /// <summary>The numbers of all extensions of a message; null when the message is not known.</summary>
    public IReadOnlyList<int>? FindExtensionNumbers(string extended) =>
        _bySymbol.ContainsKey(extended) || _byExtension.Keys.Any(key => key.Extended == extended)
            ? [.. _byExtension.Keys.Where(key => key.Extended == extended).Select(key => key.Number).Order()]
            : null;

    /// <summary>The file and all that it imports, serialised, the file itself first.</summary>
    public static IEnumerable<ByteString> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string> { file.Name };
        var waiting = new Queue<FileDescriptor>([file]);
        while (waiting.TryDequeue(out var next))
        {
            yield return next.SerializedData;
            foreach (var import in next.Dependencies.Where(import => seen.Add(import.Name)))
            {
                waiting.Enqueue(import);
            }
        }
    }

    private void Add(FileDescriptor file)
    {
        if (!_byName.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var import in file.Dependencies)
        {
            Add(import);
        }

        foreach (var service in file.Services)
        {
            _bySymbol[service.FullName] = file;
            AddSymbols(file, service.Methods);
        }

        AddEnums(file, file.EnumTypes);
        AddMessages(file, file.MessageTypes);
        AddExtensions(file, file.Extensions.UnorderedExtensions);
    }

    private void AddMessages(FileDescriptor file, IEnumerable<MessageDescriptor> messages)
    {
        foreach (var message in messages)
        {
            _bySymbol[message.FullName] = file;
            AddSymbols(file, message.Fields.InDeclarationOrder());
            AddSymbols(file, message.Oneofs);
            AddEnums(file, message.EnumTypes);
            AddExtensions(file, message.Extensions.UnorderedExtensions);
            AddMessages(file, message.NestedTypes);
        }
    }

    private void AddEnums(FileDescriptor file, IEnumerable<EnumDescriptor> enums)
    {
        foreach (var type in enums)
        {
            _bySymbol[type.FullName] = file;
            AddSymbols(file, type.Values);
        }
    }

    private void AddExtensions(FileDescriptor file, IEnumerable<FieldDescriptor> extensions)
    {
        foreach (var extension in extensions)
        {
            _bySymbol[extension.FullName] = file;
            _byExtension[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
        }
    }

    private void AddSymbols(FileDescriptor file, IEnumerable<IDescriptor> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            _bySymbol[descriptor.FullName] = file;
        }
    }
}
