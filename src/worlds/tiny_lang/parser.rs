//! From text to program in one pass: each statement becomes operations as it is read.
//!
//! A wrong symbol on the same line is taken for the one that was expected (or skipped, where that one comes next), so that one mistake is one entry of the log; after
//! anything else the parser goes on with the next line.

use super::lexer::{Placed, Token, tokens};
use super::log::{Entry, Expected, Log};
use super::machine::{Function, Op, Program};
use super::scope::Scope;
use super::{ENTRIES, LONGEST, NESTED};

/// The statement cannot be read to its end; what is wrong stands in the log.
struct GivenUp;
type Read<T = ()> = Result<T, GivenUp>;

/// A call whose function may still come.
struct Call<'s> {
    /// Of the function that calls.
    inside: usize,
    op: usize,
    arguments: u32,
    name: Placed<'s>,
}

struct Parser<'s> {
    tokens: Vec<Placed<'s>>,
    at: usize,
    log: Vec<Entry>,
    nested: usize,
    /// The function that is being read; 0 = what stands outside of all.
    inside: usize,
    scope: Scope<'s>,
    /// Finished ones, after the place of what stands outside of all.
    functions: Vec<Function>,
    /// Name and parameters, in the order of `functions` from 1.
    known: Vec<(&'s str, u32)>,
    calls: Vec<Call<'s>>,
}

/// Compiles a program.
///
/// # Errors
/// The log: the first entry is exact, later ones are as good as the guess that the parser went on with.
pub fn compile(source: &str) -> Result<Program, Log> {
    if source.chars().nth(LONGEST).is_some() {
        return Err(Log(vec![Entry {
            line: 1,
            col: 1,
            expected: Expected::Shorter,
            got: Some(source.chars().count().to_string()),
        }]));
    }
    let mut parser = Parser {
        tokens: tokens(source),
        at: 0,
        log: Vec::new(),
        nested: 0,
        inside: 0,
        scope: Scope::default(),
        functions: vec![Function::default()],
        known: Vec::new(),
        calls: Vec::new(),
    };
    while parser.now().token != Token::End {
        parser.one(|own| own.top());
    }
    parser.functions[0] = std::mem::take(&mut parser.scope).function;
    // Who reads a program wrongly need not be told of its calls.
    if parser.log.is_empty() {
        parser.link();
    }
    match parser.log.is_empty() {
        true => Ok(Program(parser.functions)),
        false => Err(Log(parser.log)),
    }
}

impl<'s> Parser<'s> {
    /// The last token is `End` and is never passed.
    fn now(&self) -> Placed<'s> {
        self.tokens[self.at]
    }

    fn place(&self) -> (u32, u32) {
        (self.now().line, self.now().col)
    }

    fn pass(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn wrong(&mut self, expected: Expected, at: Placed) {
        let got = at.text.chars().take(20).collect();
        self.write(expected, at, (at.token != Token::End).then_some(got));
    }

    fn write(&mut self, expected: Expected, at: Placed, got: Option<String>) {
        let (line, col) = (at.line, at.col);
        // After the last entry there is nothing more to be found out.
        if self.log.len() < ENTRIES {
            self.log.push(Entry {
                line,
                col,
                expected,
                got,
            });
        }
        if self.log.len() == ENTRIES {
            self.at = self.tokens.len() - 1;
        }
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.now().token, Token::Sign(own) if own == sign)
    }

    /// Takes the sign if it is there.
    fn takes(&mut self, sign: &str) -> bool {
        let there = self.is(sign);
        if there {
            self.pass();
        }
        there
    }

    /// The sign has to be here. What stands on the same line in its place is taken for it, or skipped.
    fn expect(&mut self, sign: &'static str) {
        if self.takes(sign) {
            return;
        }
        let here = self.now();
        let before = self
            .at
            .checked_sub(1)
            .map_or(here.line, |at| self.tokens[at].line);
        self.wrong(Expected::Symbol(sign.into()), here);
        if before == here.line {
            self.pass();
            // One symbol too many, rather than another one.
            if self.now().line == here.line {
                self.takes(sign);
            }
        }
    }

    /// A name has to be here.
    fn name(&mut self) -> Read<&'s str> {
        match self.now().token {
            Token::Name(name) => {
                self.pass();
                Ok(name)
            }
            _ => self.give_up(Expected::Name),
        }
    }

    fn give_up<T>(&mut self, expected: Expected) -> Read<T> {
        self.wrong(expected, self.now());
        Err(GivenUp)
    }

    /// One statement; goes on with the next line where it has to be given up. Always gets on by a token.
    fn one(&mut self, statement: impl Fn(&mut Self) -> Read) {
        let from = self.at;
        if statement(self).is_err() {
            let line = self.now().line;
            // What is missing at the end of a line does not spoil the next one.
            if self.at > from && self.tokens[self.at - 1].line < line {
                return;
            }
            while self.now().line == line && self.now().token != Token::End {
                self.pass();
            }
        } else if self.at == from {
            self.pass();
        }
    }

    fn top(&mut self) -> Read {
        if self.now().token != Token::Fn {
            return self.statement();
        }
        self.pass();
        let at = self.now();
        let name = self.name()?;
        let outer = std::mem::take(&mut self.scope);
        let read = self.function(at, name);
        // What goes on outside is not changed by a function that went wrong.
        self.scope = outer;
        read
    }

    fn function(&mut self, at: Placed<'s>, name: &'s str) -> Read {
        self.expect("(");
        let mut parameters = 0;
        while !self.is(")") {
            if parameters > 0 {
                self.expect(",");
            }
            self.parameter()?;
            parameters += 1;
            if !self.is(",") {
                break;
            }
        }
        self.expect(")");
        if self.known.iter().any(|(own, _)| *own == name) {
            self.wrong(Expected::NewFunction, at);
        }
        self.known.push((name, parameters));
        self.scope.function.parameters = parameters;
        self.inside = self.functions.len();
        self.functions.push(Function::default());
        let read = self.block();
        // Who returns nothing returns 0.
        self.scope.emit(Op::Push(0), (at.line, at.col));
        self.scope.emit(Op::Return, (at.line, at.col));
        let function = std::mem::take(&mut self.scope).function;
        self.functions[self.inside] = function;
        self.inside = 0;
        read
    }

    fn parameter(&mut self) -> Read {
        let at = self.now();
        let name = self.name()?;
        self.add(name, at).map(|_| ())
    }

    fn add(&mut self, name: &'s str, at: Placed) -> Read<u32> {
        self.scope.add(name).ok_or_else(|| {
            self.wrong(Expected::FewerNames, at);
            GivenUp
        })
    }

    /// One level deeper, if that is allowed; else there is no point in reading on.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Read) -> Read {
        if self.nested == NESTED {
            self.wrong(Expected::Simpler, self.now());
            self.at = self.tokens.len() - 1;
            return Err(GivenUp);
        }
        self.nested += 1;
        let done = read(self);
        self.nested -= 1;
        done
    }

    fn block(&mut self) -> Read {
        self.expect("{");
        self.deeper(|own| {
            let names = own.scope.names();
            while !own.is("}") && own.now().token != Token::End {
                own.one(|own| own.statement());
            }
            own.scope.forget(names);
            Ok(())
        })?;
        self.expect("}");
        Ok(())
    }

    fn statement(&mut self) -> Read {
        let here = self.now();
        let place = (here.line, here.col);
        match here.token {
            Token::Let => {
                self.pass();
                let at = self.now();
                let name = self.name()?;
                self.expect("=");
                self.expression()?;
                // Known from here on only: `let a = a;` asks for an earlier `a`.
                let name = self.add(name, at)?;
                self.scope.emit(Op::Store(name), place);
                self.expect(";");
            }
            Token::Print => {
                self.pass();
                self.expect("(");
                self.expression()?;
                self.expect(")");
                self.scope.emit(Op::Print, place);
                self.expect(";");
            }
            Token::Return => {
                self.pass();
                self.expression()?;
                self.scope.emit(Op::Return, place);
                self.expect(";");
            }
            Token::While => {
                self.pass();
                let start = self.scope.here();
                self.expression()?;
                let end = self.scope.jump(Op::JumpIfZero(0), place);
                self.block()?;
                self.scope.emit(Op::Jump(start), place);
                self.scope.land(end);
            }
            Token::If => self.choice()?,
            Token::Name(name) => {
                self.pass();
                if self.is("(") {
                    self.call(here)?;
                    self.scope.emit(Op::Drop, place);
                } else {
                    self.expect("=");
                    self.expression()?;
                    let name = self.known(name, here);
                    self.scope.emit(Op::Store(name), place);
                }
                self.expect(";");
            }
            Token::Fn => return self.give_up(Expected::OutsideOfBlocks),
            _ => return self.give_up(Expected::Statement),
        }
        Ok(())
    }

    /// `if`, with any number of `else if`: a loop, since a chain is not nested.
    fn choice(&mut self) -> Read {
        let mut ends = Vec::new();
        loop {
            let place = self.place();
            self.pass();
            self.expression()?;
            let otherwise = self.scope.jump(Op::JumpIfZero(0), place);
            self.block()?;
            if self.now().token != Token::Else {
                self.scope.land(otherwise);
                break;
            }
            ends.push(self.scope.jump(Op::Jump(0), place));
            self.scope.land(otherwise);
            self.pass();
            if self.now().token != Token::If {
                self.block()?;
                break;
            }
        }
        for end in ends {
            self.scope.land(end);
        }
        Ok(())
    }

    /// The place of a name; 0 where nobody knows it, and the log says so.
    fn known(&mut self, name: &str, at: Placed) -> u32 {
        let found = self.scope.find(name);
        if found.is_none() {
            self.wrong(Expected::Known, at);
        }
        found.unwrap_or(0)
    }

    fn expression(&mut self) -> Read {
        self.deeper(|own| own.chain(0))
    }

    /// `==` binds least, then `<`, then sums, then products; all from left to right.
    fn chain(&mut self, level: usize) -> Read {
        const LEVELS: [&[(&str, Op)]; 4] = [
            &[("==", Op::Equal)],
            &[("<", Op::Less)],
            &[("+", Op::Add), ("-", Op::Subtract)],
            &[("*", Op::Multiply), ("/", Op::Divide)],
        ];
        let Some(signs) = LEVELS.get(level) else {
            return self.atom();
        };
        self.chain(level + 1)?;
        loop {
            let place = self.place();
            let Some((_, op)) = signs.iter().find(|(sign, _)| self.is(sign)) else {
                return Ok(());
            };
            self.pass();
            self.chain(level + 1)?;
            self.scope.emit(*op, place);
        }
    }

    fn atom(&mut self) -> Read {
        let here = self.now();
        let place = (here.line, here.col);
        match here.token {
            Token::Number(value) => {
                self.pass();
                self.scope.emit(Op::Push(value), place);
                Ok(())
            }
            Token::Name(name) => {
                self.pass();
                if self.is("(") {
                    return self.call(here);
                }
                let name = self.known(name, here);
                self.scope.emit(Op::Load(name), place);
                Ok(())
            }
            Token::Sign("(") => {
                self.pass();
                self.expression()?;
                self.expect(")");
                Ok(())
            }
            Token::Sign("-") => {
                self.pass();
                self.scope.emit(Op::Push(0), place);
                self.deeper(|own| own.atom())?;
                self.scope.emit(Op::Subtract, place);
                Ok(())
            }
            Token::Huge => self.give_up(Expected::SmallerNumber),
            _ => self.give_up(Expected::Expression),
        }
    }

    /// The parser stands at the `(`.
    fn call(&mut self, name: Placed<'s>) -> Read {
        self.pass();
        let mut arguments = 0;
        while !self.is(")") {
            if arguments > 0 {
                self.expect(",");
            }
            self.expression()?;
            arguments += 1;
            if !self.is(",") {
                break;
            }
        }
        self.expect(")");
        let (inside, op) = (self.inside, self.scope.here() as usize);
        self.calls.push(Call {
            inside,
            op,
            arguments,
            name,
        });
        self.scope.emit(Op::Call(0), (name.line, name.col));
        Ok(())
    }

    /// Finds the function of each call.
    fn link(&mut self) {
        for call in std::mem::take(&mut self.calls) {
            let found = self
                .known
                .iter()
                .position(|(name, _)| *name == call.name.text);
            match found.map(|at| (at, self.known[at].1)) {
                None => self.wrong(Expected::Function, call.name),
                Some((_, parameters)) if parameters != call.arguments => {
                    let got = Some(call.arguments.to_string());
                    self.write(Expected::Arguments(parameters), call.name, got);
                }
                Some((at, _)) => {
                    let code = &mut self.functions[call.inside].code;
                    if let Some((op, ..)) = code.get_mut(call.op) {
                        *op = Op::Call(at as u32 + 1);
                    }
                }
            }
        }
    }
}
