using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Archway.AwaitProfile;

/// <summary>A profile for crossgen: an assembly whose code names the methods to compile, <c>ldtoken</c> and <c>pop</c> for each.</summary>
/// <remarks>
/// crossgen compiles the box of an asynchronous method's state by itself only where the method's result is a value: that of a class it sees as one of
/// many that share their code, and leaves it to the start of the program, half a dozen methods for each that waits.
/// </remarks>
internal sealed class ProfileWriter
{
    private const string Library = "System.Private.CoreLib";

    private readonly MetadataBuilder _metadata = new();
    private readonly MethodBodyStreamEncoder _bodies = new(new BlobBuilder());
    private readonly Dictionary<string, EntityHandle> _assemblies = new(StringComparer.Ordinal);
    private readonly Dictionary<(EntityHandle Scope, string Space, string Name), EntityHandle> _types = [];
    private readonly Dictionary<EntityHandle, string> _names = [];
    private readonly HashSet<BlobHandle> _boxes = [];
    private readonly List<EntityHandle> _methods = [];
    private readonly EntityHandle _box;
    private readonly EntityHandle _thread;
    private readonly EntityHandle _context;

    internal ProfileWriter()
    {
        var library = Assembly(Library);
        _box = Type(Type(library, "System.Runtime.CompilerServices", "AsyncTaskMethodBuilder`1"), "", "AsyncStateMachineBox`1");
        _thread = Type(library, "System.Threading", "Thread");
        _context = Type(library, "System.Threading", "ExecutionContext");
        var (none, any) = (Type(library, "System.Threading.Tasks", "VoidTaskResult"), Type(library, "System", "__Canon"));
        NoResult = place => place.Type(none, isValueType: true);
        AnyClass = place => place.Type(any, isValueType: false);
    }

    /// <summary>What a method without a result gives.</summary>
    internal WriteType NoResult { get; }

    /// <summary>What stands for every class in the code that they share.</summary>
    internal WriteType AnyClass { get; }

    internal EntityHandle Assembly(string name)
    {
        if (!_assemblies.TryGetValue(name, out var known))
            _assemblies[name] = known = _metadata.AddAssemblyReference(_metadata.GetOrAddString(name), new(1, 0), default, default, default, default);
        return known;
    }

    internal EntityHandle Type(EntityHandle scope, string space, string name)
    {
        if (!_types.TryGetValue((scope, space, name), out var known))
        {
            _types[(scope, space, name)] = known = _metadata.AddTypeReference(scope, _metadata.GetOrAddString(space), _metadata.GetOrAddString(name));
            _names[known] = name;
        }

        return known;
    }

    internal string NameOf(EntityHandle type) => _names[type];

    /// <summary>Adds what runs when a method that gives <paramref name="result"/> and keeps its state in <paramref name="machine"/> has waited.</summary>
    internal void Add(WriteType result, WriteType machine)
    {
        BlobBuilder type = new();
        var arguments = new BlobEncoder(type).TypeSpecificationSignature().GenericInstantiation(_box, 2, isValueType: false);
        result(arguments.AddArgument());
        machine(arguments.AddArgument());
        var signature = _metadata.GetOrAddBlob(type);
        if (!_boxes.Add(signature)) return;
        var box = _metadata.AddTypeSpecification(signature);
        Add(box, ".ctor", isInstance: true);
        Add(box, ".cctor", isInstance: false);
        Add(box, "MoveNext", isInstance: true);
        Add(box, "MoveNext", isInstance: true, place => place.Type(_thread, isValueType: false));
        Add(box, "ExecuteFromThreadPool", isInstance: true, place => place.Type(_thread, isValueType: false));
        Add(box, "ExecutionContextCallback", isInstance: false, place => place.Object());
        Add(box, "ClearStateUponCompletion", isInstance: true);
        AddMember(box, "get_Context", isInstance: true, gives => gives.Type().Type(_context, isValueType: false));
    }

    internal void Save(string file)
    {
        _metadata.AddModule(0, _metadata.GetOrAddString("awaits"), _metadata.GetOrAddGuid(new("5b8c1a5e-6c0f-4a53-9f0e-2f1a7f3f8a11")), default, default);
        _metadata.AddAssembly(_metadata.GetOrAddString("awaits"), new(1, 0), default, default, default, default);
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        var group = Method("Awaits", code =>
        {
            foreach (var method in _methods) Name(code, method);
        });
        // By this name crossgen finds the groups, each by the assemblies that it needs.
        Method("AssemblyDictionary", code =>
        {
            code.LoadString(_metadata.GetOrAddUserString(Library));
            Name(code, group);
        });
        BlobBuilder image = new();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new(_metadata), _bodies.Builder, deterministicIdProvider: _ => default).Serialize(image);
        using var output = File.Create(file);
        image.WriteContentTo(output);
    }

    private static void Name(InstructionEncoder code, EntityHandle method)
    {
        code.OpCode(ILOpCode.Ldtoken);
        code.Token(method);
        code.OpCode(ILOpCode.Pop);
    }

    private void Add(EntityHandle type, string name, bool isInstance, params WriteType[] parameters) =>
        AddMember(type, name, isInstance, gives => gives.Void(), parameters);

    private void AddMember(EntityHandle type, string name, bool isInstance, Action<ReturnTypeEncoder> gives, params WriteType[] parameters)
    {
        BlobBuilder signature = new();
        new BlobEncoder(signature).MethodSignature(isInstanceMethod: isInstance).Parameters(parameters.Length, gives, places =>
        {
            foreach (var write in parameters) write(places.AddParameter().Type());
        });
        _methods.Add(_metadata.AddMemberReference(type, _metadata.GetOrAddString(name), _metadata.GetOrAddBlob(signature)));
    }

    private MethodDefinitionHandle Method(string name, Action<InstructionEncoder> write)
    {
        InstructionEncoder code = new(new BlobBuilder());
        write(code);
        code.OpCode(ILOpCode.Ret);
        BlobBuilder signature = new();
        new BlobEncoder(signature).MethodSignature().Parameters(0, gives => gives.Void(), _ => { });
        return _metadata.AddMethodDefinition(MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, _metadata.GetOrAddString(name),
            _metadata.GetOrAddBlob(signature), _bodies.AddMethodBody(code), default);
    }
}
